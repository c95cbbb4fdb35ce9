// The files of a group: to save, to add, to throw away for a while.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { useResource } from "../../lib/resource";
import { announce } from "../../ui/Announcer";
import { dayWords } from "../../ui/Day";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { AddFile } from "./AddFile";
import { fileFailure, fileHref, loadFiles, restoreFile, sizeWords, trashFile, type GroupFile } from "./files";

export function Files({ group }: { group: string }) {
  const files = useResource(`files ${group}`, (signal) => loadFiles(group, signal));
  const refused = useSignal("");
  const ready = files.state === "ready";
  useEffect(() => {                                                     // the one that the address names, once
    if (ready && location.hash.startsWith("#file-")) document.getElementById(location.hash.slice(1))?.focus();
  }, [ready]);
  if (files.state !== "ready") return null;
  const all = files.value;
  const act = async (change: () => Promise<unknown>, done: string) => {
    try {
      await change();
      refused.value = "";
      files.reload();
      announce(done);
      return true;
    } catch (error) {
      refused.value = fileFailure(error);
      return false;
    }
  };
  return (
    <section class="leaf" aria-labelledby="files">
      <h2 id="files">{t("files")}</h2>
      {refused.value !== "" && <Notice mood="alert" urgent><p>{refused.value}</p></Notice>}
      {all.files.length === 0 && <p class="soft">{t("files.empty")}</p>}
      <ul class="items" role="list">
        {all.files.map((file) => (
          <li key={file.id} class="page-line">
            <a class="item" id={`file-${file.id}`} href={fileHref(group, file.id)} download={file.name}>
              <Icon name="download" />
              <span>
                <span class="title">{file.name}</span>
                <span class="why">{[sizeWords(file.size), t("files.by", { name: file.by, day: dayWords(file.at) })].join(" · ")}</span>
                {file.description && <span class="why">{file.description}</span>}
              </span>
            </a>
            {all.abilities.add && (
              <button type="button" class="icon-button" aria-label={t("files.trash", { name: file.name })}
                onClick={() => void act(() => trashFile(group, file.id), t("files.trash.done", { name: file.name }))}><Icon name="close" /></button>
            )}
          </li>
        ))}
      </ul>
      {all.abilities.add && <AddFile group={group} act={act} />}
      {all.trashed.length > 0 && <Trashed files={all.trashed} restore={(file) => void act(() => restoreFile(group, file.id), t("files.restored", { name: file.name }))} />}
      {all.abilities.add && <p class="small soft">{t("files.space", { used: sizeWords(all.used), most: sizeWords(all.most) })}</p>}
    </section>
  );
}

function Trashed({ files, restore }: { files: readonly GroupFile[]; restore: (file: GroupFile) => void }) {
  return (
    <details>
      <summary>{t("files.trashed")}</summary>
      <ul class="items" role="list">
        {files.map((file) => (
          <li key={file.id} class="invitee">
            <span><span class="title">{file.name}</span>{file.until && <span class="why">{t("files.until", { day: day(parse(file.until)) })}</span>}</span>
            <button type="button" class="button small" onClick={() => restore(file)}>{t("group.trash.restore")}<span class="sr-only"> {file.name}</span></button>
          </li>
        ))}
      </ul>
    </details>
  );
}
