// A trainee's own local project, on their path: what it is, where, in which setting. They say it, or who manages the cohort does for them.
import { t } from "../../i18n/t";
import { typed } from "../../lib/form";
import { Attempt } from "./Attempt";
import type { Project, Setting } from "../cohort/cohort";
import { sayProject, type Place } from "./enrolment";

interface Props {
  cohort: string;
  own: boolean;
  place: Place;
  changed: (place: Place) => void;
}

const SETTINGS: readonly Setting[] = ["work_situation", "internship"];

export function ProjectPart({ cohort, own, place, changed }: Props) {
  const { project } = place;
  const known = project.title ?? project.place ?? project.setting;
  const send = async (form: HTMLFormElement) =>
    changed(await sayProject(cohort, place.person.id, { title: typed(form, "title"), place: typed(form, "place"), setting: typed(form, "setting") }));
  return (
    <section class="leaf" aria-labelledby="path-project">
      <h2 id="path-project">{t("project.title")}</h2>
      {known === null ? <p class="soft">{t(own ? "project.none.own" : "project.none")}</p> : <Facts project={project} />}
      {place.abilities.project && (
        <Attempt label={t(known === null ? "project.say" : "project.change")} about={t("project.title")} submit={t("project.keep")} done={t("project.kept")} send={send}>
          <Fields project={project} />
          <p class="soft">{t(own ? "project.readers.own" : "project.readers")}</p>
        </Attempt>
      )}
    </section>
  );
}

function Facts({ project }: { project: Project }) {
  return (
    <dl class="facts narrow">
      {project.title !== null && <div><dt>{t("project.what")}</dt><dd>{project.title}</dd></div>}
      {project.place !== null && <div><dt>{t("project.where")}</dt><dd>{project.place}</dd></div>}
      {project.setting !== null && <div><dt>{t("project.setting")}</dt><dd>{t(`project.setting.${project.setting}`)}</dd></div>}
    </dl>
  );
}

function Fields({ project }: { project: Project }) {
  return (
    <>
      <div class="field">
        <label for="project-what">{t("project.what")}</label>
        <input class="input" id="project-what" name="title" maxLength={200} autoComplete="off" aria-describedby="project-what-hint" defaultValue={project.title ?? ""} />
        <span class="hint" id="project-what-hint">{t("project.what.hint")}</span>
      </div>
      <div class="field">
        <label for="project-where">{t("project.where")}</label>
        <input class="input" id="project-where" name="place" maxLength={120} autoComplete="off" aria-describedby="project-where-hint" defaultValue={project.place ?? ""} />
        <span class="hint" id="project-where-hint">{t("project.where.hint")}</span>
      </div>
      <fieldset class="choices">
        <legend>{t("project.setting")}</legend>
        {SETTINGS.map((one) => <Choice key={one} value={one} label={t(`project.setting.${one}`)} why={t(`project.setting.${one}.why`)} chosen={project.setting === one} />)}
        <Choice value="" label={t("project.setting.unknown")} chosen={project.setting === null} />
      </fieldset>
    </>
  );
}

function Choice({ value, label, why, chosen }: { value: string; label: string; why?: string; chosen: boolean }) {
  return (
    <label class="choice">
      <input type="radio" name="setting" value={value} defaultChecked={chosen} />
      <span><strong>{label}</strong>{why !== undefined && <small>{why}</small>}</span>
    </label>
  );
}
