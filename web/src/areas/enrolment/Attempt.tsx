// A small form folded under its button: what it sends, what was refused, and closing once it is done.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

import { announce } from "../../ui/Announcer";
import { Notice } from "../../ui/Notice";
import { placeFailure } from "./enrolment";

interface Props {
  label: string;
  about: string;                    // after the label, for who does not see where it stands
  submit: string;
  done: string;
  send: (form: HTMLFormElement) => Promise<unknown>;
  children: ComponentChildren;
}

export function Attempt({ label, about, submit, done, send, children }: Props) {
  const details = useRef<HTMLDetailsElement>(null);
  const failure = useSignal("");
  const busy = useSignal(false);
  const nth = useSignal(0);         // a fresh form after each success
  const go = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value || !(event.currentTarget instanceof HTMLFormElement)) return;
    busy.value = true;
    failure.value = "";
    try {
      await send(event.currentTarget);
      if (details.current) details.current.open = false;
      details.current?.querySelector("summary")?.focus();
      nth.value++;
      announce(done);
    } catch (error) {
      failure.value = placeFailure(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <details class="new-page" ref={details}>
      <summary class="button small">{label}<span class="sr-only"> {about}</span></summary>
      <form key={nth.value} class="stack tight" onSubmit={(event) => void go(event)}>
        {children}
        {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
        <p><button type="submit" class="button" aria-disabled={busy.value}>{submit}</button></p>
      </form>
    </details>
  );
}
