// The programmes that are kept, who follows which version, and keeping another: the first step of a cohort.
import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { Followed } from "./Followed";
import { loadProgrammes, type ProgrammeLine } from "./programme";
import { Upload } from "./Upload";
import "./words";

export function ProgrammesPage({ setUp }: { setUp: boolean }) {
  useTitle(t("programmes.title"));
  const loaded = useResource("programmes", loadProgrammes);
  return (
    <>
      <header class="page-head"><h1>{t("programmes.title")}</h1></header>
      <Loaded from={loaded}>{({ programmes, abilities }) => (
        <div class="stack">
          {programmes.length > 0
            ? <section class="leaf"><ul class="items">{programmes.map((one) => <li key={one.id}><Line programme={one} /></li>)}</ul></section>
            : <p class="soft">{t("programmes.none")}</p>}
          <Followed kept={programmes.map((one) => `${one.id} ${one.version}`).join()} />
          {abilities.upload && <Upload kept={loaded.reload} setUp={setUp} />}
        </div>
      )}</Loaded>
    </>
  );
}

function Line({ programme }: { programme: ProgrammeLine }) {
  return (
    <a class="item" href={`/programmes/${programme.id}`}>
      <Icon name="works" />
      <span>
        <span class="title">{programme.title}</span>
        <span class="why">{programme.changedAt === null ? t("programmes.version.only", { version: programme.version }) : t("programmes.version", { version: programme.version, day: day(parse(programme.changedAt)) })}</span>
      </span>
      <Icon name="next" />
    </a>
  );
}
