// How the writing surface presents itself to browsers and screen readers: French, spelling on, a name, Tab goes on.
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, placeholder } from "@codemirror/view";

/** The cursor is never scrolled under the tools: above the text on a desk, below it on a phone. */
function besideTools(): { top: number } | { bottom: number } | null {
  const bar = document.querySelector(".toolbar")?.getBoundingClientRect();
  if (!bar) return null;
  const room = 2 * bar.height;
  return bar.top < innerHeight / 2 ? { top: room } : { bottom: room };
}

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
    EditorView.editable.of(writable),
    EditorState.readOnly.of(!writable),
    writable ? placeholder(hint) : [],
  ];
}
