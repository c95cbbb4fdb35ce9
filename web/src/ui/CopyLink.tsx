// A link that is to be taken elsewhere: in a field, with a button that copies it and says so.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

import { Icon } from "./Icon";

interface Props {
  id: string;
  href: string;
  label: string;
  copy: string;
  copied: string;
  byHand: string;                                  // said where the page may not copy: without HTTPS
  children?: ComponentChildren;                    // beside the button
}

export function CopyLink({ id, href, label, copy, copied, byHand, children }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const said = useSignal("");
  const take = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(href);
      said.value = copied;
    } catch {
      said.value = byHand;
    }
  };
  return (
    <>
      <div class="field">
        <label for={id}>{label}</label>
        <input id={id} class="input" readOnly ref={field} value={href} onFocus={(event) => event.currentTarget.select()} />
      </div>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => void take()}><Icon name="link" />{copy}</button>
        {children}
      </div>
      <p role="status" class="small">{said.value}</p>
    </>
  );
}
