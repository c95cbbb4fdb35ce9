// The words that readers propose, shown where they would stand, until somebody decides. They are drawn, not written: the caret
// goes past them and nothing copies them.
import { StateEffect, StateField, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";

import { t } from "../../i18n/t";

export interface Proposal {
  thread: string;
  at: number;                       // after this letter of the text
  words: string;
}

class Words extends WidgetType {
  constructor(private readonly proposal: Proposal) {
    super();
  }

  override eq({ proposal }: Words): boolean {
    return proposal.thread === this.proposal.thread && proposal.words === this.proposal.words;
  }

  override toDOM(): HTMLElement {
    const place = document.createElement("ins"), said = document.createElement("span");
    place.className = "proposed-words";
    place.dataset["thread"] = this.proposal.thread;
    said.className = "sr-only";
    said.textContent = `${t("comment.edit.adds")} `;
    place.append(said, this.proposal.words);
    return place;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const shown = StateEffect.define<readonly Proposal[]>();

const drawn = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (before, transaction) => {
    let now = before.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(shown)) now = decorations(effect.value, transaction.newDoc.length);
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorations(proposals: readonly Proposal[], end: number): DecorationSet {
  const ranges: Range<Decoration>[] = proposals.filter(({ at }) => at <= end).map((one) => Decoration.widget({ widget: new Words(one), side: 1, proposal: one }).range(one.at));
  return Decoration.set(ranges, true);
}

/** Draws these and no others; what stands already costs nothing. */
export function showProposals(view: EditorView, proposals: readonly Proposal[]): void {
  const before: string[] = [];
  view.state.field(drawn, false)?.between(0, view.state.doc.length, (at, _to, { spec }) => {
    const { thread, words } = (spec as { proposal: Proposal }).proposal;
    before.push(JSON.stringify([thread, at, words]));
  });
  const now = proposals.map(({ thread, at, words }) => JSON.stringify([thread, at, words]));
  if (before.sort().join() !== now.sort().join()) view.dispatch({ effects: shown.of(proposals) });
}

export const proposals: Extension = drawn;
