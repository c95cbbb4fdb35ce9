// How the writing surface presents itself to browsers and screen readers: French, spelling on, a name, Tab goes on.
import { EditorState, Prec, type Extension } from "@codemirror/state";
import { EditorView, placeholder } from "@codemirror/view";

/** The cursor is never scrolled under the tools: above the text on a desk, below it on a phone. */
function besideTools(): { top: number } | { bottom: number } | null {
  const bar = document.querySelector(".toolbar")?.getBoundingClientRect();
  if (!bar) return null;
  const room = 2 * bar.height;
  return bar.top < innerHeight / 2 ? { top: room } : { bottom: room };
}

/** With nothing chosen the library would copy, or take away, the whole paragraph. */
const onlyChosen = (_event: ClipboardEvent, { state }: EditorView): boolean => state.selection.ranges.every((range) => range.empty);

export function surface(label: string, writable: boolean, hint: string): Extension {
  const attributes = {
    lang: "fr",
    spellcheck: writable ? "true" : "false",
    autocorrect: "on",
    autocapitalize: "sentences",
    "aria-label": label,
    ...(writable ? {} : { "aria-readonly": "true", tabindex: "0" }),
  };
  return [
    EditorView.contentAttributes.of(attributes),
    EditorView.scrollMargins.of(besideTools),
    Prec.high(EditorView.domEventHandlers({ copy: onlyChosen, cut: onlyChosen })),
    EditorView.editable.of(writable),
    EditorState.readOnly.of(!writable),
    writable ? placeholder(hint) : [],
  ];
}
