// A programme file: chosen or dropped, refused with every reason, or read as it will be before it is kept.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { t, tn } from "../../i18n/t";
import { failureWords } from "../../ui/failure";
import { Notice } from "../../ui/Notice";
import { Leaflet } from "./Leaflet";
import { keepProgramme, previewProgramme, refusalsOf, refusalWords, type Preview, type ProgrammeLine, type Refusal } from "./programme";

type Step =
  | { is: "choosing" }
  | { is: "refused"; refusals: Refusal[] }
  | { is: "read"; file: unknown; preview: Preview }
  | { is: "kept"; programme: ProgrammeLine };

export function Upload({ kept, setUp }: { kept: () => void; setUp: boolean }) {
  const step = useSignal<Step>({ is: "choosing" });
  const failure = useSignal("");
  const fail = (error: unknown) => {
    const refusals = refusalsOf(error);
    if (refusals) step.value = { is: "refused", refusals };
    else failure.value = failureWords(error);
  };
  const read = async (chosen: File) => {
    failure.value = "";
    step.value = { is: "choosing" };
    const file = parseJson(await chosen.text());
    if ("wrong" in file) failure.value = file.wrong;
    else await previewProgramme(file.json).then((preview) => (step.value = { is: "read", file: file.json, preview }), fail);
  };
  const keep = async (file: unknown) => {
    failure.value = "";
    await keepProgramme(file).then((programme) => {
      step.value = { is: "kept", programme };
      kept();
    }, fail);
  };
  const now = step.value;
  return (
    <>
      <section class="leaf" aria-labelledby="upload">
        <h2 id="upload">{t("upload.title")}</h2>
        <p class="soft">{t("upload.why")}</p>
        {failure.value !== "" && <Notice mood="warn" urgent><p>{failure.value}</p></Notice>}
        {now.is === "kept" && (
          <Notice mood="calm" urgent>
            <p>{t("upload.kept", { title: now.programme.title, version: now.programme.version })}</p>
            {setUp && <p><a class="button primary" href="/promotions/nouvelle">{t("upload.next")}</a></p>}
          </Notice>
        )}
        <Chooser again={now.is !== "choosing"} chosen={(file) => void read(file)} />
        {now.is === "refused" && <Refused refusals={now.refusals} />}
        {now.is === "read" && <Read preview={now.preview} keep={() => void keep(now.file)} />}
      </section>
      {now.is === "read" && <Leaflet programme={now.preview} />}
    </>
  );
}

/** What is wrong with a file that is no JSON, with the line where reading stopped when the browser says where. */
function parseJson(text: string): { json: unknown } | { wrong: string } {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch (error) {
    const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const line = at === undefined ? null : text.slice(0, Number(at)).split("\n").length;
    return { wrong: t("upload.not_json", { why: line === null ? "" : t("upload.line", { line }) }).trim() };
  }
}

function Chooser({ again, chosen }: { again: boolean; chosen: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const over = useSignal(false);
  const take = (files: FileList | null | undefined) => {
    const first = files?.[0];
    if (first) chosen(first);
    if (input.current) input.current.value = "";
  };
  return (
    <div class="drop" data-over={over.value}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        take(event.dataTransfer?.files);
      }}>
      <label class="button" for="programme-file">{t(again ? "upload.again" : "upload.choose")}</label>
      <input ref={input} id="programme-file" class="sr-only" type="file" accept=".json,application/json" onChange={(event) => take(event.currentTarget.files)} />
      <span class="soft desk-only">{t("upload.drop")}</span>
    </div>
  );
}

function Refused({ refusals }: { refusals: readonly Refusal[] }) {
  return (
    <div class="stack tight" role="alert">
      <p><strong>{tn("upload.refused", refusals.length)}</strong></p>
      <Places all={refusals} />
    </div>
  );
}

function Places({ all }: { all: readonly Refusal[] }) {
  return (
    <dl class="facts refusals">
      {all.map((one) => (
        <div key={`${one.path} ${one.code}`}>
          <dt>{one.path === "" ? t("upload.refused.whole") : <code>{one.path}</code>}</dt>
          <dd>{refusalWords(one)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Read({ preview, keep }: { preview: Preview; keep: () => void }) {
  const modules = preview.blocks.reduce((sum, block) => sum + block.modules.length, preview.transversal.length);
  return (
    <div class="stack tight">
      <h3>{t("upload.preview")}</h3>
      <p><strong>{preview.title}</strong></p>
      <p>{t("upload.summary", {
        blocks: tn("upload.blocks", preview.blocks.length), modules: tn("upload.modules", modules), competences: tn("upload.competences", preview.competences.length),
        deliverables: tn("upload.deliverables", preview.deliverables.length), modalities: tn("upload.modalities", preview.modalities.length),
      })}</p>
      <p>{preview.version === null ? t("upload.same", { kept: preview.kept ?? 1 })
        : preview.kept === null ? t("upload.new") : t("upload.version", { kept: preview.kept, version: preview.version })}</p>
      {preview.warnings.length > 0 && (
        <Notice mood="warn" urgent>
          <p><strong>{tn("upload.warned", preview.warnings.length)}</strong></p>
          <Places all={preview.warnings} />
        </Notice>
      )}
      {preview.version !== null && <p><button type="button" class="button primary" onClick={keep}>{t("upload.keep")}</button></p>}
    </div>
  );
}
