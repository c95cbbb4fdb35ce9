// Line ends: the shared text counts "\r" as a character like any other, so the editor must too, and paste brings none.
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

export const lineEnds: Extension = [
  EditorState.lineSeparator.of("\n"),
  EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?|\u2028|\u2029/g, "\n")),
  EditorView.lineWrapping,
];
