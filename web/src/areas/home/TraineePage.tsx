// One trainee: where their works are, what they share, the conversations on it, their next dates, and one's own notes beside.
import { t } from "../../i18n/t";
import { api } from "../../lib/api";
import { day, parse } from "../../lib/dates";
import type { Named } from "../../lib/people";
import { useResource } from "../../lib/resource";
import { useTitle } from "../../lib/title";
import { Icon } from "../../ui/Icon";
import { Loaded } from "../../ui/Loaded";
import { loadCohort, type Cohort } from "../cohort/cohort";
import { ComingDates } from "../cohort/Dates";
import { documentHref, nameOf, updatedWords } from "../document/document";
import { statusWords } from "../document/WorkStatus";
import { Handover } from "../enrolment/Handover";
import { MeasuresOf } from "../enrolment/MeasureLines";
import { underCohort, type Me } from "../session/session";
import { NoteForm } from "./NoteForm";
import { Threads } from "./Threads";
import { datesOf, isHere, loadTrainee, putBack, type OpenText, type TraineeDetail } from "./trainees";
import "../enrolment/words";

/** named: the cohort in the address. */
export function TraineePage({ me, id, named }: { me: Me; id: string; named: string | undefined }) {
  const loaded = useResource(`trainee ${id}`, async (signal) => {
    const trainee = await loadTrainee(id, named, signal), of = trainee.cohort?.id ?? me.cohort?.id;
    return { trainee, of, cohort: of === undefined || of === me.cohort?.id ? await loadCohort(signal) : await api.get<Cohort>(`/api/cohort?cohort=${of}`, signal) };
  });
  return <Loaded from={loaded}>{({ trainee, of, cohort }) => <Detail me={me} trainee={trainee} of={of} cohort={cohort} />}</Loaded>;
}

function Detail({ me, trainee, of, cohort }: { me: Me; trainee: TraineeDetail; of: string | undefined; cohort: Cohort | null }) {
  useTitle(trainee.name);
  return (
    <>
      <p><a class="back" href="/stagiaires"><Icon name="back" />{t("trainees.back")}</a></p>
      <header class="page-head"><h1>{trainee.name}</h1>{!isHere(trainee) && <p>{t("trainee.left")}</p>}
        {cohort?.abilities?.assist && <div class="actions"><a class="button small" href={`${underCohort(me, of)}/stagiaires/${trainee.id}/parcours`}>{t("trainee.path")}</a></div>}
      </header>
      <div class="columns">
        <div class="stack">
          <Texts trainee={trainee} />
          <Threads trainee={trainee} />
        </div>
        <aside class="stack">
          <About trainee={trainee} />
          {cohort && <Dates trainee={trainee} cohort={cohort} />}
          {of !== undefined && <MeasuresOf cohort={of} person={trainee.id} />}
          {trainee.accompanied && <Handover person={trainee.id} />}
          {trainee.note && of !== undefined && <Note trainee={trainee} cohort={of} text={trainee.note.text} />}
        </aside>
      </div>
    </>
  );
}

/** Their works, also those whose words one may not read, then what else they share. */
function Texts({ trainee: { works, documents } }: { trainee: TraineeDetail }) {
  const others = documents.filter(({ id }) => !works.some((work) => work.document === id));
  return (
    <section class="leaf" aria-labelledby="trainee-texts">
      <h2 id="trainee-texts">{t("trainee.texts")}</h2>
      {works.length + others.length === 0 ? <p class="soft">{t("trainee.texts.none")}</p> : <ul class="items" role="list">
        {works.map((work) => <Text key={work.kind} kind={work.kind} title={work.title} stands={statusWords(work)} open={documents.find(({ id }) => id === work.document)} />)}
        {others.map((one) => <Text key={one.id} kind={one.kind} title={one.title} stands={updatedWords(one.updatedAt)} open={one} />)}
      </ul>}
    </section>
  );
}

function Text({ stands, open, ...named }: Pick<OpenText, "kind" | "title"> & { stands: string; open: OpenText | undefined }) {
  const name = nameOf(named), kind = t(`work.${named.kind}`);
  const read = open?.readAt ? t("trainee.text.read", { day: day(parse(open.readAt)) }) : "";
  const line = (
    <>
      <Icon name={named.kind === "journal_entry" ? "journal" : "works"} />
      <span>
        <span class="title">{name}</span>
        <span class="why">{[kind === name || named.kind === "journal_entry" ? "" : kind, stands, open ? read : t("trainee.text.closed")].filter(Boolean).join(" · ")}</span>
      </span>
    </>
  );
  return <li>{open ? <a class="item" href={documentHref(open)}>{line}<Icon name="next" /></a> : <div class="item">{line}</div>}</li>;
}

function About({ trainee }: { trainee: TraineeDetail }) {
  const who = (person: Named | null) => person?.name ?? t("trainee.nobody");
  return (
    <section class="leaf" aria-labelledby="trainee-about">
      <h2 id="trainee-about">{t("trainee.about")}</h2>
      <dl class="facts narrow">
        {trainee.project && <div><dt>{t("trainee.project")}</dt><dd>{[trainee.project, trainee.place].filter(Boolean).join(", ")}</dd></div>}
        {trainee.setting && <div><dt>{t("project.setting")}</dt><dd>{t(`project.setting.${trainee.setting}`)}</dd></div>}
        {trainee.team && <div><dt>{t("trainee.team")}</dt><dd><a href={`/equipes/${trainee.team.id}`}>{trainee.team.name}</a></dd></div>}
        <div><dt>{t("trainee.tutor")}</dt><dd>{who(trainee.tutor)}</dd></div>
        <div><dt>{t("trainee.cooperator")}</dt><dd>{who(trainee.cooperator)}</dd></div>
      </dl>
    </section>
  );
}

function Dates({ trainee, cohort }: { trainee: TraineeDetail; cohort: Cohort }) {
  return (
    <section class="leaf" aria-labelledby="trainee-dates">
      <h2 id="trainee-dates">{t("trainee.dates")}</h2>
      {isHere(trainee)
        ? <ComingDates all={datesOf(cohort, trainee.works)} putBack={putBack(trainee.works)} />
        : <p class="soft">{t("trainee.dates.over")}</p>}
    </section>
  );
}

function Note({ trainee, cohort, text }: { trainee: TraineeDetail; cohort: string; text: string }) {
  return (
    <section class="leaf" aria-labelledby="trainee-note">
      <h2 id="trainee-note">{t("note.title")}</h2>
      <NoteForm person={trainee} cohort={cohort} text={text} />
      <p id="note-why" class="hint">{t("note.why")} <a href="/stagiaires/notes">{t("notes.all")}</a></p>
    </section>
  );
}
