// What stands between < and > is words, since readers see no tags: where somebody makes one, by a key, a paste or a replacement,
// a backslash before it keeps its letters, and one undo takes both back. Tags that stood there, and those whose backslash
// somebody takes away, stay tags.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { ChangeSet, MapMode, type ChangeDesc, type EditorState, type Extension, type Transaction } from "@codemirror/state";
import { ViewPlugin, type EditorView, type ViewUpdate } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

interface Span {
  from: number;
  to: number;
}

const TAGS = new Set(["HTMLTag", "HTMLBlock", "Comment", "CommentBlock", "ProcessingInstruction", "ProcessingInstructionBlock"]);
const USER = ["input", "delete", "move"] as const;
const BEGINS_LINE = /^[ \t>]*<(?=[a-z/!?])/i;
const PARSE_MS = 100;
const MOST_TIMES = 20;              // inside what was a tag there may be others

function stood(state: EditorState, at: number): boolean {
  for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(at, 1); node; node = node.parent) {
    if (node.name === "Escape" || (TAGS.has(node.name) && node.from === at)) return true;
  }
  return false;
}

/** Where the tags that touch this span begin; a block of them, at each of its lines in the span too. */
function begun(state: EditorState, { from, to }: Span): number[] {
  const found: number[] = [];
  (ensureSyntaxTree(state, to, PARSE_MS) ?? syntaxTree(state)).iterate({
    from,
    to,
    enter: (node) => {
      if (!TAGS.has(node.name)) return;
      found.push(node.from);
      for (let at = state.doc.lineAt(Math.max(from, node.from)).to + 1; at < Math.min(to, node.to); at = state.doc.lineAt(at).to + 1) {
        const begins = BEGINS_LINE.exec(state.doc.lineAt(at).text);
        if (begins) found.push(at + begins[0].length - 1);
      }
    },
  });
  return found;
}

/** Code, or the address of a link, whose end is still to be typed. */
function unended(state: EditorState, at: number): boolean {
  const line = state.sliceDoc(state.doc.lineAt(at).from, at);
  return line.split("`").length % 2 === 0 || line.endsWith("](");
}

/** Where tags begin in these spans of `state` that are not of the text as it was, `since` away. */
export function made(before: EditorState, since: ChangeDesc, state: EditorState, spans: readonly Span[]): number[] {
  const back = since.invertedDesc;
  return [...new Set(spans.flatMap((span) => begun(state, span)))].filter((at) => {
    const was = back.mapPos(at, 1, MapMode.TrackAfter);
    return (was === null || !stood(before, was)) && !unended(state, at);
  });
}

/** What this person changed there, if a tag may have come of it. */
export function changed({ changes, newDoc }: Transaction): Span[] {
  const spans: Span[] = [];
  changes.iterChanges((_fromA, _toA, from, to, words) => {
    if (words.toString().includes(">") || newDoc.sliceString(newDoc.lineAt(from).from, newDoc.lineAt(to).to).includes("<")) spans.push({ from, to });
  });
  return spans;
}

class Watch {
  private spans: Span[] = [];
  private before: EditorState;      // the spans came to be
  private since: ChangeDesc;

  constructor(private readonly view: EditorView) {
    this.before = view.state;
    this.since = ChangeSet.empty(view.state.doc.length);
  }

  update({ transactions, startState, changes, docChanged }: ViewUpdate): void {
    if (!docChanged) return;
    if (this.spans.length === 0) [this.before, this.since] = [startState, changes.desc];
    else this.since = this.since.composeDesc(changes.desc);
    for (const one of transactions) {
      this.spans = this.spans.map(({ from, to }) => ({ from: one.changes.mapPos(from, -1), to: one.changes.mapPos(to, 1) }));
      if (USER.some((kind) => one.isUserEvent(kind))) this.spans.push(...changed(one));
    }
    if (this.spans.length > 0) queueMicrotask(this.come);
  }

  /** When a composition has ended the view is told of its last letters a moment later. */
  ended(): void {
    setTimeout(this.come);
  }

  private readonly come = (): void => {
    if (this.view.composing || this.view.compositionStarted) return;
    for (let times = 0; times < MOST_TIMES && this.spans.length > 0; times++) {
      const { state } = this.view, places = made(this.before, this.since, state, this.spans);
      if (places.length === 0) break;
      const changes = state.changes(places.map((from) => ({ from, insert: "\\" })));
      this.view.dispatch({ changes, selection: state.selection.map(changes, 1), scrollIntoView: true, userEvent: "help.letters" });
    }
    this.spans = [];
  };
}

export const tags: Extension = ViewPlugin.fromClass(Watch, {
  eventHandlers: {
    compositionend() {
      this.ended();
    },
  },
});
