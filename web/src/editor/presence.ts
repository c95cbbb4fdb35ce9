// Who is in this text now. Each page announces its person and an author number (a colour, a shape and a line, ui/Who.tsx);
// the number is chosen among the free ones, and everybody shows what was announced, so all see the same.
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Awareness } from "y-protocols/awareness";

import type { Named } from "../lib/people";
import { AUTHORS, authorOf } from "../ui/Who";

export interface AwarenessState {
  user: { id: string; name: string; author: number };
  cursor: { anchor: object; head: object } | null;
  writing: boolean;
}

export interface Present extends Named {
  author: number;                   // 0 is oneself
  doing: "writing" | "here" | "reading";
}

/** The number somebody has in a text, there or not: beside what they said as in the list of who is here. */
export const numberIn = (present: readonly Present[], id: string): number => present.find((one) => one.id === id)?.author ?? authorOf(id);

const WRITING_MS = 3_000;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** What somebody's page announced, if it makes sense; any client may send anything. */
export function readState(raw: unknown): AwarenessState | null {
  if (!isObject(raw) || !isObject(raw["user"])) return null;
  const { id, name, author } = raw["user"];
  if (typeof name !== "string" || name === "") return null;
  const cursor = raw["cursor"];
  return {
    user: {
      id: typeof id === "string" ? id : name,
      name: name.slice(0, 80),
      author: typeof author === "number" && author >= 1 && author <= AUTHORS ? Math.floor(author) : authorOf(name),
    },
    cursor: isObject(cursor) && isObject(cursor["anchor"]) && isObject(cursor["head"]) ? { anchor: cursor["anchor"], head: cursor["head"] } : null,
    writing: raw["writing"] === true,
  };
}

export class Presence {
  private readonly list = signal<Present[]>([]);
  readonly others: ReadonlySignal<readonly Present[]> = this.list;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly awareness: Awareness, private readonly self: Named, private readonly writes: boolean) {
    awareness.on("change", this.refresh);
    awareness.setLocalState({ user: { id: self.id, name: self.name, author: authorOf(self.id) }, cursor: null, writing: false, reader: !writes });
    this.refresh();
  }

  /** I typed something. */
  readonly typed = (): void => {
    if (!this.writes) return;
    if (this.awareness.getLocalState()?.["writing"] !== true) this.awareness.setLocalStateField("writing", true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.awareness.setLocalStateField("writing", false), WRITING_MS);
  };

  stop(): void {
    clearTimeout(this.timer);
    this.awareness.off("change", this.refresh);
  }

  private readonly refresh = (): void => {
    const people = new Map<string, Present>();
    for (const [client, raw] of this.awareness.getStates()) {
      const state = client === this.awareness.clientID ? null : readState(raw);
      if (!state || state.user.id === this.self.id) continue;
      const doing = state.writing ? "writing" : raw["reader"] === true ? "reading" : "here";
      if (people.get(state.user.id)?.doing !== "writing") people.set(state.user.id, { id: state.user.id, name: state.user.name, author: state.user.author, doing });
    }
    const list = [...people.values()].sort((a, b) => a.name.localeCompare(b.name, "fr"));
    if (JSON.stringify(list) !== JSON.stringify(this.list.peek())) this.list.value = list;
    this.settleNumber(list);
  };

  /** Two people with one number: the smaller id keeps it, the other takes a free one, if there is one. */
  private settleNumber(others: readonly Present[]): void {
    const mine = readState(this.awareness.getLocalState());
    if (!mine) return;
    const rival = others.some((other) => other.author === mine.user.author && other.id < this.self.id);
    if (!rival) return;
    const taken = new Set(others.map((other) => other.author));
    for (let author = 1; author <= AUTHORS; author++) {
      if (taken.has(author)) continue;
      this.awareness.setLocalStateField("user", { ...mine.user, author });
      return;
    }
  }
}
