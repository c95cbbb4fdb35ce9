// Line ends: the shared text counts "\r" as a character like any other, so the editor must too, and paste brings none. Lines
// of pasted words are lines for readers too.
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

import { linesOfPlain } from "../paste/plain";

export const lineEnds: Extension = [
  EditorState.lineSeparator.of("\n"),
  EditorView.clipboardInputFilter.of((text, state) => linesOfPlain(text.replace(/\r\n?|\u2028|\u2029/g, "\n"), state)),
  EditorView.lineWrapping,
];
