// The machine room: is everything on the disk, how much room is left, what runs. Nothing of anybody's words.
import type { ComponentChildren } from "preact";

import { isKey, t, tn } from "../../i18n/t";
import { clock, day, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Loaded } from "../../ui/Loaded";
import { Notice } from "../../ui/Notice";
import { Jobs } from "./Jobs";
import { bytesWords, loadSystem, type System } from "./system";
import "./words";

export function SystemPage({ more }: { more: ComponentChildren }) {
  useTitle(t("system.title"));
  const system = useResource("system", loadSystem);
  return <Loaded from={system}>{(all) => <Rooms system={all} more={more} />}</Loaded>;
}

function Rooms({ system, more }: { system: System; more: ComponentChildren }) {
  const { storage, live, versions } = system;
  const started = parse(system.startedAt);
  return (
    <>
      <header class="page-head"><h1>{t("system.title")}</h1><p>{t("system.since", { day: day(started), time: clock(started) })}</p></header>
      <div class="stack">
        <Health system={system} />
        <Jobs system={system} />
        <Facts id="storage" title={t("system.storage")} facts={[
          [t("system.storage.free"), bytesWords(storage.free)],
          [t("system.storage.database"), bytesWords(storage.database)],
          [t("system.storage.repositories"), bytesWords(storage.repositories)],
          [t("system.storage.files"), bytesWords(storage.files)],
          [t("system.storage.keys"), bytesWords(storage.keys)],
        ]} />
        <Facts id="live" title={t("system.live")} facts={[
          [t("system.live.members"), String(live.members)],
          [t("system.live.rooms"), String(live.rooms)],
          [t("system.live.memory"), bytesWords(live.memory)],
          [t("system.live.waiting"), bytesWords(system.waiting)],
        ]} />
        <Settings settings={system.settings} />
        <Facts id="versions" title={t("system.versions")} facts={Object.entries(versions).map(([name, version]) => [name === "page" ? t("system.versions.page") : name, version])} />
        {more}
        <p class="soft small">{t("system.privacy")}</p>
      </div>
    </>
  );
}

function Health({ system }: { system: System }) {
  const { full, failedTurns } = system.database;
  if (full) return <Notice mood="alert"><p>{t("system.full")}</p></Notice>;
  if (failedTurns > 0) return <Notice mood="warn"><p>{tn("system.failed", failedTurns)}</p></Notice>;
  return <Notice mood="calm"><p>{t("system.sound")}</p></Notice>;
}

function Facts({ id, title, facts }: { id: string; title: string; facts: readonly (readonly [string, string])[] }) {
  return (
    <section class="leaf" aria-labelledby={`system-${id}`}>
      <h2 id={`system-${id}`}>{title}</h2>
      <dl class="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}

/** A path or an address breaks between its words, not inside one. */
const breakable = (value: string) => value.split(/(?<=[/.:@_-])/).flatMap((part, i) => (i === 0 ? [part] : [<wbr key={i} />, part]));

function Settings({ settings }: { settings: System["settings"] }) {
  const meaning = (name: string) => {
    const key = `system.setting.${name}`;
    return isKey(key) ? t(key) : null;
  };
  const shown = (value: string | null) => (value === null ? t("system.settings.hidden") : value === "" ? t("system.settings.empty") : value);
  return (
    <section class="board leaf" aria-labelledby="system-settings">
      <h2 id="system-settings">{t("system.settings")}</h2>
      <table role="table">
        <caption>{t("system.settings.why")}</caption>
        <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{t("system.settings.name")}</th><th scope="col" role="columnheader">{t("system.settings.value")}</th><th scope="col" role="columnheader">{t("system.settings.meaning")}</th></tr></thead>
        <tbody role="rowgroup">
          {settings.map((one) => (
            <tr key={one.name} role="row">
              <th scope="row" role="rowheader"><code>{one.name}</code></th>
              <td role="cell"><span class="short" aria-hidden="true">{t("system.settings.value")}</span><div>{breakable(shown(one.value))}</div></td>
              <td role="cell"><span class="short" aria-hidden="true">{t("system.settings.meaning")}</span><div>{breakable(meaning(one.name) ?? "")}{meaning(one.name) === null && <span lang="en">{one.meaning}</span>}</div></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
