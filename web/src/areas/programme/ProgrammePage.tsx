// The programme that one's cohort follows, to be read like a leaflet.
import { t } from "../../i18n/t";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Loaded } from "../../ui/Loaded";
import type { Me } from "../session/session";
import { Leaflet } from "./Leaflet";
import { loadCohortProgramme, loadProgramme, type Programme } from "./programme";
import "./words";

export function ProgrammePage({ me }: { me: Me }) {
  useTitle(t("programme.title"));
  const cohort = me.cohort;
  const loaded = useResource(`programme ${cohort?.id ?? ""}`, async (signal) => (cohort ? loadCohortProgramme(cohort.id, signal) : null));
  return <Loaded from={loaded}>{(programme) => (programme ? <Read programme={programme} /> : <div class="empty"><p class="say">{t("programme.none")}</p></div>)}</Loaded>;
}

/** One that is kept, whoever follows it. */
export function KeptProgrammePage({ id }: { id: string }) {
  useTitle(t("programme.title"));
  const loaded = useResource(`programme ${id}`, (signal) => loadProgramme(id, signal));
  return <Loaded from={loaded}>{(programme) => <Read programme={programme} />}</Loaded>;
}

function Read({ programme }: { programme: Programme }) {
  return (
    <>
      <header class="page-head"><h1>{programme.title}</h1></header>
      <Leaflet programme={programme} />
    </>
  );
}
