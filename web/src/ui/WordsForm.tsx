// A form whose words wait to be sent. While a field holds some, closing the page asks, unless the device keeps them; and a
// shared device that closes by itself covers them, for whoever wrote them.
import type { ComponentProps } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { holdsWords } from "../lib/form";
import { keeping } from "../lib/keep/keep";
import { setWaiting } from "../lib/waiting";

export function WordsForm(props: ComponentProps<"form">) {
  const form = useRef<HTMLFormElement>(null);
  const kept = keeping.value !== null;
  const look = () => form.current && setWaiting(form, holdsWords(form.current), kept);
  useEffect(() => void look());                   // a field is emptied, too, when its words were sent
  useEffect(() => () => setWaiting(form, false), []);
  return <form ref={form} onInput={look} {...props} />;
}
