// What the others do in an open text, said to screen readers: who came, who left, who wrote. Not at each keystroke: what
// happened is gathered and said together, at most once in ten seconds, and not at all for whoever chose so (lib/comfort.ts).
import { t, tn } from "../i18n/t";
import { hearsOthers } from "../lib/comfort";
import type { Live } from "../lib/live";
import { enumerate, firstName } from "../lib/people";
import { announce } from "../ui/Announcer";
import { readState, type Present } from "./presence";

const SETTLED_MS = 1_500;           // a line that drops and comes back makes nobody leave
const BETWEEN_MS = 10_000;
const NAMED = 3;                    // more people than that are counted

export class Herald {
  private before = new Map<string, Present>();
  private now = this.before;
  private readonly writers = new Set<string>();
  private spokeAt = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly live: Live, private readonly self: string) {
    live.doc.on("afterTransaction", this.heard);
  }

  /** Who is here now, apart from oneself. */
  present(people: readonly Present[]): void {
    this.now = new Map(people.map((one) => [one.id, one]));
    this.plan();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.live.doc.off("afterTransaction", this.heard);
  }

  private readonly heard = ({ origin, beforeState, afterState }: { origin: unknown; beforeState: Map<number, number>; afterState: Map<number, number> }): void => {
    if (origin !== this.live || !this.live.synced.peek()) return;      // the first answer is the text itself
    for (const [client, clock] of afterState) {
      if (clock === (beforeState.get(client) ?? 0)) continue;
      const person = readState(this.live.awareness.getStates().get(client))?.user;
      if (person && person.id !== this.self) this.writers.add(person.name);
    }
    if (this.writers.size > 0) this.plan();
  };

  private plan(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.speak();
    }, Math.max(SETTLED_MS, this.spokeAt + BETWEEN_MS - Date.now()));
  }

  private speak(): void {
    const came = [...this.now.values()].filter((one) => !this.before.has(one.id)).map((one) => one.name);
    const left = [...this.before.values()].filter((one) => !this.now.has(one.id)).map((one) => one.name);
    const sentences = [sentence("herald.came", came), sentence("herald.left", left), sentence("herald.wrote", [...this.writers])].filter(Boolean);
    this.before = this.now;
    this.writers.clear();
    if (sentences.length === 0 || !hearsOthers()) return;
    this.spokeAt = Date.now();
    announce(sentences.join(" "));
  }
}

function sentence(what: "herald.came" | "herald.left" | "herald.wrote", names: readonly string[]): string {
  if (names.length === 0) return "";
  if (names.length > NAMED) return tn(`${what}.count`, names.length);
  return t(names.length === 1 ? `${what}.alone` : `${what}.some`, { names: enumerate(names.map(firstName)) });
}
