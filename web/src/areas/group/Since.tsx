// What others changed in the group's pages and files since one's last visit. Opening the page is the visit; nobody else is told of it.
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";

import { t, tn } from "../../i18n/t";
import { clock, daysBetween, parse } from "../../lib/dates";
import { enumerate } from "../../lib/people";
import { dayWords } from "../../ui/Day";
import { visitGroup, type Visit, type VisitPage } from "./group";

export function Since({ group }: { group: string }) {
  const visit = useSignal<Visit | null>(null);
  useEffect(() => {
    let here = true;
    visitGroup(group).then((found) => here && (visit.value = found), () => undefined);   // news are no reason to stop anybody
    return () => {
      here = false;
    };
  }, [group]);
  const found = visit.value;
  if (!found?.since) return null;
  const { pages, files } = found;
  return (
    <section class="leaf" aria-labelledby="since">
      <h2 id="since">{t("since.title")}</h2>
      {pages.length + files.length === 0
        ? <p class="soft">{t("since.nothing", { day: lowerDay(found.since) })}</p>
        : (
          <ul class="since" role="list">
            {pages.map((page) => <li key={page.document}><a href={`/equipes/${group}/${page.document}`}>{page.title}</a><span class="why">{pageWords(page)}</span></li>)}
            {files.map((file) => <li key={file.id}><span class="title">{file.name}</span><span class="why">{t("since.file", { name: file.by.name, when: whenWords(file.at) })}</span></li>)}
          </ul>
        )}
    </section>
  );
}

function pageWords(page: VisitPage): string {
  const words = tn(page.made ? "since.made" : "since.wrote", page.authors.length, { names: enumerate(page.authors.map((one) => one.name)), when: whenWords(page.at) });
  return page.inner ? `${words} ${t("since.inner")}` : words;
}

/** "aujourd'hui à 22 h 14", "hier à 9 h 05", "le 3 juin". */
function whenWords(iso: string): string {
  const at = parse(iso), ago = daysBetween(at, new Date());
  return ago < 2 ? t("day.at", { day: lowerDay(iso), time: clock(at) }) : lowerDay(iso);
}

function lowerDay(iso: string): string {
  const ago = daysBetween(parse(iso), new Date());
  return ago < 2 ? dayWords(iso).toLocaleLowerCase("fr") : t("since.on", { day: dayWords(iso) });
}
