// What a programme says, section by section.
import { t } from "../../i18n/t";
import type { Leaf, Module } from "./programme";

export function Leaflet({ programme }: { programme: Leaf }) {
  return (
    <div class="stack">
      <List id="objectives" title={t("programme.objectives")} items={programme.objectives.map((one) => one.label)} />
      <section class="leaf" aria-labelledby="programme-blocks">
        <h2 id="programme-blocks">{t("programme.blocks")}</h2>
        {programme.blocks.map((block) => (
          <Modules key={block.id} id={`block-${block.id}`} title={block.title} modules={block.modules} />
        ))}
        {programme.transversal.length > 0 && <Modules id="transversal" title={t("programme.transversal")} modules={programme.transversal} />}
      </section>
      <List id="competences" title={t("programme.competences")} items={programme.competences.map((one) => one.label)} />
      <section class="leaf" aria-labelledby="programme-deliverables">
        <h2 id="programme-deliverables">{t("programme.deliverables")}</h2>
        <dl class="facts">{programme.deliverables.map((one) => <div key={one.id}><dt>{one.title}</dt><dd>{limitWords(one.limits)}</dd></div>)}</dl>
      </section>
      <List id="modalities" title={t("programme.modalities")} items={programme.modalities.map((one) => one.label)} />
    </div>
  );
}

function Modules({ id, title, modules }: { id: string; title: string; modules: readonly Module[] }) {
  return (
    <section class="stack tight" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <dl class="facts">{modules.map((module) => <div key={module.id}><dt>{module.title}</dt><dd class="aim">{module.aim ?? ""}</dd></div>)}</dl>
    </section>
  );
}

function limitWords(limits: Leaf["deliverables"][number]["limits"]): string {
  const number = new Intl.NumberFormat("fr-FR");
  return limits.map((one) => t(one.unit === "signe" ? "programme.limit.signes" : "programme.limit.pages", { n: number.format(one.value) })).join(", ");
}

function List({ id, title, items }: { id: string; title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <section class="leaf" aria-labelledby={`programme-${id}`}>
      <h2 id={`programme-${id}`}>{title}</h2>
      <ul>{items.map((one) => <li key={one}>{one}</li>)}</ul>
    </section>
  );
}
