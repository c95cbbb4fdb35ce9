// A small form that is sent without leaving the page.
import { useSignal } from "@preact/signals";

import { failureWords } from "./failure";
import { Notice } from "./Notice";

/** What to do when it is submitted, and what says what became of it. */
export function useSending(work: (form: HTMLFormElement) => Promise<unknown>, done: string) {
  const failure = useSignal("");
  const said = useSignal("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    failure.value = "";
    said.value = "";
    work(form).then(() => (said.value = done), (error: unknown) => (failure.value = failureWords(error)));
  };
  const saying = (
    <>
      {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
      <p role="status">{said.value}</p>
    </>
  );
  return { submit, saying };
}
