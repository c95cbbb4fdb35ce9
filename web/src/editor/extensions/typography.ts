// French typography helped while one types (editor/typography.ts says how): the key does what it does, then the help comes
// as a change of its own, so that one undo takes back the help and leaves what was typed. Nothing that was pasted or that
// others wrote is touched. While a word is being composed (a dead key, a telephone) the help waits until that ends.
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension, Transaction } from "@codemirror/state";
import { EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type * as Y from "yjs";

import { helpsTypography } from "../../lib/comfort";
import { help } from "../typography";

const ALONE = new Set([
  "FencedCode", "CodeBlock", "InlineCode", "URL", "Autolink", "LinkTitle", "LinkReference", "LinkLabel", "HTMLBlock", "HTMLTag", "Comment",
  "CommentBlock", "ProcessingInstruction", "ProcessingInstructionBlock", "FootnoteLabel", "FootnoteCall", "Entity",
]);

/** Code, addresses and the like, on the side of the text where the key was typed. */
function isAlone(state: EditorState, at: number): boolean {
  for (let node = syntaxTree(state).resolveInner(at, -1); node.parent; node = node.parent) {
    if (ALONE.has(node.name) && (node.to >= at || node.name === "FencedCode")) return true;
  }
  return false;
}

/** Where the one key of this transaction was typed. */
function typedAt(transaction: Transaction): number | null {
  if (!transaction.isUserEvent("input.type")) return null;
  const places: number[] = [];
  transaction.changes.iterChanges((_fromA, _toA, from, to) => places.push(to - from === 1 ? from : -1));
  const [place = -1] = places;
  return places.length === 1 && place >= 0 ? place : null;
}

class Typist {
  private places: number[] = [];    // of the keys that may want help, once nothing is being composed

  constructor(private readonly view: EditorView, private readonly undo: Y.UndoManager) {}

  update(update: ViewUpdate): void {
    for (const transaction of update.transactions) {
      if (!transaction.docChanged) continue;
      this.places = this.places.map((place) => transaction.changes.mapPos(place, 1));
      const place = helpsTypography() ? typedAt(transaction) : null;
      if (place !== null) this.places.push(place);
    }
    if (this.places.length > 0) queueMicrotask(this.come);
  }

  /** When a composition has ended the view is told of its last letters a moment later. */
  ended(): void {
    setTimeout(this.come);
  }

  private readonly come = (): void => {
    if (this.view.composing || this.view.compositionStarted) return;
    const places = this.places;
    this.places = [];
    for (let i = 0; i < places.length; i++) {
      const length = this.view.state.doc.length;
      this.helpAt(places[i] ?? 0);
      const grown = this.view.state.doc.length - length;
      for (let k = i + 1; k < places.length; k++) places[k] = (places[k] ?? 0) + grown;
    }
  };

  private helpAt(place: number): void {
    const { state } = this.view;
    if (state.readOnly || place >= state.doc.length) return;
    const line = state.doc.lineAt(place);
    const at = place - line.from;
    const found = help(line.text.slice(0, at), line.text.charAt(at), line.text.slice(at + 1));
    if (!found || isAlone(state, place)) return;
    const changes = state.changes({ from: line.from + found.from, to: line.from + found.to, insert: found.insert });
    this.view.dispatch({ changes, selection: state.selection.map(changes, 1), scrollIntoView: true, userEvent: "input.help" });
    this.undo.stopCapturing();
  }
}

export function typography(undo: Y.UndoManager): Extension {
  return ViewPlugin.define((view) => new Typist(view, undo), {
    eventHandlers: {
      compositionend() {
        this.ended();
      },
    },
  });
}
