// "Who can read what": one's own texts, each with its readers by name, the reason, the end, and the way to change it.
import type { ComponentChildren } from "preact";

import { t, tn } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Day } from "../../ui/Day";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { documentHref, nameOf } from "../document/document";
import { titleOf } from "../journal/journal";
import { canWords, loadAudience, untilWords, whyWords, type AudienceGuest, type AudienceReader, type Thing } from "./audience";

const NAMED_AT_ONCE = 6;              // more are folded behind their number

export function AudiencePage() {
  useTitle(t("audience.title"));
  const loaded = useResource("audience", loadAudience);
  return (
    <Loaded from={loaded}>{({ shared, alone, works, groups }) => (
      <>
        <p><a class="back" href="/compte"><Icon name="back" />{t("account.title")}</a></p>
        <header class="page-head"><h1>{t("audience.title")}</h1><p>{t("audience.intro")}</p></header>
        <div class="stack">
          {shared.length + alone.length + works.length + groups.length === 0 && <div class="empty"><p class="say">{t("audience.you")}</p></div>}
          {shared.length + alone.length > 0 && (
            <Part id="journal" title={t("audience.journal")}>
              {alone.length > 0 && <Alone entries={alone} />}
              {shared.map((one) => <OneThing key={one.document} thing={one} title={titleOf(one)} />)}
            </Part>
          )}
          {works.length > 0 && (
            <Part id="works" title={t("audience.works")}>
              {works.map((one) => <OneThing key={one.document} thing={one} title={nameOf(one)} />)}
            </Part>
          )}
          {groups.length > 0 && (
            <Part id="groups" title={t("audience.groups")}>
              {groups.map((group) => (
                <Things key={group.pages[0]?.document} id={group.pages[0]?.document ?? group.id} title={group.name} href={`/equipes/${group.id}`} change={t("audience.open")} readers={group.readers} guests={group.guests} kind="group_page"
                  note={`${tn("audience.groups.pages", group.pages.length)} : ${group.pages.map(nameOf).join(", ")}`} />
              ))}
            </Part>
          )}
          <Part id="limits" title={t("audience.limits")}><p>{t("audience.limits.read")}</p><p>{t("audience.limits.machine")}</p></Part>
        </div>
      </>
    )}</Loaded>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return <section class="leaf" aria-labelledby={`audience-${id}`}><h2 id={`audience-${id}`}>{title}</h2>{children}</section>;
}

function Alone({ entries }: { entries: readonly Thing[] }) {
  return (
    <div class="audience">
      <p>{tn("audience.journal.private", entries.length)}</p>
      <details>
        <summary>{t("audience.journal.all")}</summary>
        <ul class="names">{entries.map((one) => <li key={one.document}><a href={documentHref({ ...one, id: one.document })}>{titleOf(one)}</a>{one.writtenOn !== undefined && <>{" · "}<Day iso={one.writtenOn} /></>}</li>)}</ul>
      </details>
    </div>
  );
}

function workNote(thing: Thing): string {
  if (thing.draftShared === undefined || !["not_started", "draft", "reopened"].includes(thing.state ?? "")) return "";
  return t(thing.draftShared ? "audience.works.open" : "audience.works.closed");
}

function OneThing({ thing, title }: { thing: Thing; title: string }) {
  return <Things id={thing.document} title={title} href={documentHref({ ...thing, id: thing.document })} change={t(thing.abilities.share ? "audience.change" : "audience.open")}
    readers={thing.readers} guests={thing.guests} kind={thing.kind} note={workNote(thing)} />;
}

interface ThingsProps {
  id: string;
  title: string;
  href: string;
  change: string;
  note: string;
  readers: readonly AudienceReader[];
  guests: readonly AudienceGuest[];
  kind: Thing["kind"];
}

function Things({ id, title, href, change, note, readers, guests, kind }: ThingsProps) {
  const list = <ul class="names">{readers.map((one) => <li key={one.id}><ReaderLine reader={one} kind={kind} /></li>)}</ul>;
  return (
    <article class="audience" aria-labelledby={`audience-of-${id}`}>
      <header><h3 id={`audience-of-${id}`}>{title}</h3><a class="button small" href={href}>{change}<span class="sr-only">{`, ${title}`}</span></a></header>
      {note !== "" && <p class="soft small">{note}</p>}
      {readers.length === 0 ? guests.length === 0 && <p>{t("audience.nobody")}</p>
        : readers.length <= NAMED_AT_ONCE ? list
        : <details><summary>{tn("audience.readers", readers.length)}</summary>{list}</details>}
      {guests.length > 0 && <ul class="names">{guests.map((one, i) => <li key={i}><GuestLine guest={one} /></li>)}</ul>}
    </article>
  );
}

function ReaderLine({ reader, kind }: { reader: AudienceReader; kind: Thing["kind"] }) {
  const until = untilWords(reader);
  return <><b>{reader.name}</b>{` ${canWords(reader)}`}{until !== "" && `, ${until}`}<span class="why">{whyWords(reader, kind)}</span></>;
}

function GuestLine({ guest }: { guest: AudienceGuest }) {
  return <><b>{guest.name}</b>{` ${t("audience.reads")}, ${t("audience.until", { day: day(parse(guest.until)) })}`}<span class="why">{t("audience.why.guest")}</span></>;
}
