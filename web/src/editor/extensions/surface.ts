// How the writing surface presents itself to browsers and screen readers: French, spelling on, a name, Tab goes on.
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, placeholder } from "@codemirror/view";

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
    EditorView.editable.of(writable),
    EditorState.readOnly.of(!writable),
    writable ? placeholder(hint) : [],
  ];
}
