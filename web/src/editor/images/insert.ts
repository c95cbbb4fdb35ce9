// One way in for images that are pasted, dropped or chosen: each gets its place at once, then is made ready and sent, in
// the order in which they came.
import type { EditorView } from "@codemirror/view";

import { t } from "../../i18n/t";
import { newId } from "../../lib/bytes";
import { add, depart, newArrival, placeAt, setStep } from "../../lib/images/send";
import type { Live } from "../../lib/live";
import { prepare } from "./prepare";

/** `index`: where in the text of `live`. */
export async function insertImages(live: Live, files: readonly File[], index: number): Promise<void> {
  const place = placeAt(live.text, index);
  const now = Date.now();
  const given = files.map((file, n) => ({ file, arrival: newArrival({ id: newId(), document: live.id, name: file.name, since: now + n, place }) }));
  for (const { arrival } of given) add(arrival);
  for (const { file, arrival } of given) {
    const prepared = await prepare(file).catch(() => "type" as const);
    if (typeof prepared === "string") setStep(arrival, { refused: prepared });
    else await depart(arrival, prepared);
  }
}

/** Words came without the images that stood among them: their place says so, and how to add them. */
export function missImages(live: Live, index: number): void {
  const arrival = newArrival({ id: newId(), document: live.id, name: t("image.pasted"), since: Date.now(), place: placeAt(live.text, index) });
  add(arrival);
  setStep(arrival, { refused: "pasted" });
}

/** The system's own choice of files: on a telephone it offers the camera. */
export function chooseImages(live: Live, view: EditorView): void {
  if (view.state.readOnly) return;
  const field = document.createElement("input");
  field.type = "file";
  field.accept = "image/*";
  field.multiple = true;
  field.onchange = () => void insertImages(live, [...(field.files ?? [])], view.state.selection.main.head);
  field.click();
}
