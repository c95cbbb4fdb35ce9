// Where the passages are that somebody commented. They move with what is written until the margin tells them anew.
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

export interface Placed {
  thread: string;
  from: number;
  to: number;
}

const placed = StateEffect.define<readonly Placed[]>();

const field = StateField.define<readonly Placed[]>({
  create: () => [],
  update(before, { changes, docChanged, effects, newDoc }) {
    const moved = docChanged ? before.map(({ thread, from, to }) => ({ thread, from: changes.mapPos(from, 1), to: changes.mapPos(to, -1) })) : before;
    return effects.reduce((now, effect) => (effect.is(placed) ? effect.value.filter(({ to }) => to <= newDoc.length) : now), moved);
  },
});

export const placePassages = (view: EditorView, passages: readonly Placed[]): void => view.dispatch({ effects: placed.of(passages) });

/** Those of which words are left. */
export const passagesOf = (view: EditorView): Placed[] => (view.state.field(field, false) ?? []).filter(({ from, to }) => to > from);

export const passages: Extension = field;
