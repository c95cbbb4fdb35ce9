// A link just made: the only time it is shown, with a button that copies it.
import { useEffect, useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { CopyLink } from "../../ui/CopyLink";

export function NewGuestLink({ guest, href, done }: { guest: string; href: string; done: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [href]);
  return (
    <section class="stack tight" aria-labelledby="guest-made">
      <h3 id="guest-made" tabIndex={-1} ref={heading}>{t("guests.made", { guest })}</h3>
      <p>{t("guests.made.once")}</p>
      <CopyLink id="guest-link" href={href} label={t("guests.link")} copy={t("guests.copy")} copied={t("guests.copied")} byHand={t("guests.copy.by_hand")}>
        <button type="button" class="button plain" onClick={done}>{t("guests.made.done")}</button>
      </CopyLink>
    </section>
  );
}
