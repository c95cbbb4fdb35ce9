// A link just made: the only time it is shown, with a button that copies it.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { Icon } from "../../ui/Icon";

export function NewGuestLink({ guest, href, done }: { guest: string; href: string; done: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const copied = useSignal("");
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(href);
      copied.value = t("guests.copied");
    } catch {
      copied.value = t("guests.copy.by_hand"); // no clipboard without HTTPS
    }
  };
  return (
    <section class="stack tight" aria-labelledby="guest-made">
      <h3 id="guest-made" tabIndex={-1} ref={(heading) => { if (copied.peek() === "") heading?.focus(); }}>{t("guests.made", { guest })}</h3>
      <p>{t("guests.made.once")}</p>
      <div class="field">
        <label for="guest-link">{t("guests.link")}</label>
        <input id="guest-link" class="input" readOnly ref={field} value={href} onFocus={(event) => event.currentTarget.select()} />
      </div>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => void copy()}><Icon name="link" />{t("guests.copy")}</button>
        <button type="button" class="button plain" onClick={done}>{t("guests.made.done")}</button>
      </div>
      <p role="status" class="small">{copied.value}</p>
    </section>
  );
}
