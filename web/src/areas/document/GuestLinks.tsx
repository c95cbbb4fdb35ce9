// Letting somebody from outside read one page of a team: what they will see and until when, said before; the link, shown once; the links there are.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { enumerate } from "../../lib/people";
import { useResource, type Replace } from "../../lib/resource";
import { announce } from "../../ui/Announcer";
import { Dialog } from "../../ui/Dialog";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { takesFocus } from "../../ui/takesFocus";
import { GuestForm } from "./GuestForm";
import { endGuest, inviteGuest, loadGuests, type GuestLink, type GuestLinks as All } from "./guests";
import { NewGuestLink } from "./NewGuestLink";

export function GuestLinks({ document, title }: { document: string; title: string }) {
  const loaded = useResource(`guests ${document}`, (signal) => loadGuests(document, signal));
  const open = useSignal(false);
  if (loaded.state !== "ready" || !loaded.value.abilities.invite) return null;
  const { links } = loaded.value;
  return (
    <div class="guests">
      {links.length > 0 && <p><Icon name="link" /> {t("guests.now", { names: enumerate(links.map((link) => link.guest)) })}</p>}
      <p><button type="button" class="button small" onClick={() => (open.value = true)}>{t(links.length > 0 ? "guests.manage" : "guests.invite")}</button></p>
      {open.value && <Panel document={document} title={title} all={loaded.value} changed={loaded.replace} close={() => (open.value = false)} />}
    </div>
  );
}

interface PanelProps {
  document: string;
  title: string;
  all: All;
  changed: Replace<All>;
  close: () => void;
}

/** A form, the same said in words, the link; or the question before one is closed. */
type Step = { name: "form"; guest?: string; until?: string } | { name: "sure"; guest: string; until: string } | { name: "made"; guest: string; path: string } | { name: "end"; link: GuestLink };

function Panel({ document, title, all, changed, close }: PanelProps) {
  const step = useSignal<Step>({ name: "form" });
  const failure = useSignal("");
  const attempt = async (change: () => Promise<void>) => {
    failure.value = "";
    try {
      await change();
    } catch (error) {
      failure.value = failureWords(error);
    }
  };
  const make = (guest: string, until: string) => attempt(async () => {
    const now = await inviteGuest(document, guest, until);
    step.value = { name: "made", guest, path: now.path ?? "" };
    changed(now);
  });
  const end = (link: GuestLink) => attempt(async () => {
    await endGuest(document, link.id);
    step.value = { name: "form" };
    changed((now) => ({ ...now, links: now.links.filter((one) => one.id !== link.id) }));
    announce(t("guests.ended", { guest: link.guest }));
  });
  const at = step.value;
  return (
    <Dialog title={t("guests.invite")} close={close}>
      <div class="stack tight">
        {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
        {at.name === "form" && <GuestForm daysMost={all.daysMost} guest={at.guest} until={at.until} next={(guest, until) => (step.value = { name: "sure", guest, until })} />}
        {at.name === "sure" && <Sure title={title} guest={at.guest} until={at.until} make={() => void make(at.guest, at.until)} back={() => (step.value = { ...at, name: "form" })} />}
        {at.name === "made" && <NewGuestLink guest={at.guest} href={new URL(at.path, location.href).href} done={() => (step.value = { name: "form" })} />}
        {at.name === "end" && <End link={at.link} end={() => void end(at.link)} back={() => (step.value = { name: "form" })} />}
        {(at.name === "form" || at.name === "made") && all.links.length > 0 && <Present links={all.links} end={(link) => (step.value = { name: "end", link })} />}
      </div>
    </Dialog>
  );
}

function Sure({ title, guest, until, make, back }: { title: string; guest: string; until: string; make: () => void; back: () => void }) {
  return (
    <section class="stack tight" aria-labelledby="guest-sure">
      <h3 id="guest-sure" tabIndex={-1} ref={takesFocus}>{t("guests.sure")}</h3>
      <p>{t("guests.sure.what", { guest, title, day: day(parse(until)) })}</p>
      <ul>
        <li>{t("guests.sure.only")}</li>
        <li>{t("guests.sure.passed")}</li>
        <li>{t("guests.sure.told")}</li>
      </ul>
      <div class="actions">
        <button type="button" class="button primary" onClick={make}>{t("guests.make")}</button>
        <button type="button" class="button plain" onClick={back}>{t("guests.back")}</button>
      </div>
    </section>
  );
}

function End({ link, end, back }: { link: GuestLink; end: () => void; back: () => void }) {
  return (
    <section class="stack tight" aria-labelledby="guest-end">
      <h3 id="guest-end" tabIndex={-1} ref={takesFocus}>{t("guests.end.sure", { guest: link.guest })}</h3>
      <p>{t("guests.end.what")}</p>
      <div class="actions">
        <button type="button" class="button primary" onClick={end}>{t("guests.end.do")}</button>
        <button type="button" class="button plain" onClick={back}>{t("guests.back")}</button>
      </div>
    </section>
  );
}

function Present({ links, end }: { links: readonly GuestLink[]; end: (link: GuestLink) => void }) {
  return (
    <section class="stack tight" aria-labelledby="guest-links">
      <h3 id="guest-links">{t("guests.present")}</h3>
      <ul class="items" role="list">
        {links.map((link) => (
          <li key={link.id} class="item named">
            <span>
              <span class="title">{link.guest}</span>
              <span class="why">{t("guests.until", { day: day(parse(link.until)), name: link.madeBy.name })}</span>
              <span class="why">{link.openedOn === null ? t("guests.unopened") : t("guests.opened", { day: day(parse(link.openedOn)) })}</span>
            </span>
            <button type="button" class="button small" onClick={() => end(link)}>{t("guests.end")}<span class="sr-only">{`, ${link.guest}`}</span></button>
          </li>
        ))}
      </ul>
    </section>
  );
}
