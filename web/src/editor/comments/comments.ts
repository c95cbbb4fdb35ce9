// What is said beside one text: asked for again whenever the server says that it changed.
import { signal, type Signal } from "@preact/signals";

import { t } from "../../i18n/t";
import { api, json, request, Unreachable } from "../../lib/api";
import { newId } from "../../lib/bytes";
import { isKeptAnswer } from "../../lib/keep/answers";
import { wish, type Wish } from "../../lib/keep/wishes";
import type { Named } from "../../lib/people";
import { plain } from "./plain";

export const KINDS = ["question", "suggestion", "correction", "encouragement"] as const;
export type Kind = (typeof KINDS)[number] | "answer";

export interface Anchor {
  exact: string;
  prefix: string;
  suffix: string;
  positions?: readonly (string | null)[];        // of its beginning and its end, in the shared text
}

export interface Edit {
  kind: "replace" | "insert" | "delete";
  text: string;
  small: boolean;
  decision: "accepted" | "refused" | null;
  word: string;
}

export interface Message {
  id: string;
  author: Named | null;
  mine: boolean;
  body: string;
  createdAt: string;
  editedAt: string | null;
  deleted: boolean;
  abilities: { reply: boolean; edit: boolean; resolve: boolean; decide: boolean };
}

export interface Thread extends Message {
  kind: Kind;
  status: "open" | "resolved";
  edit: Edit | null;
  aside: "alone" | "two" | null;    // between whom it stays, if not between all who read comments
  anchor: Anchor & { section: string; state: "placed" | "changed" | "detached"; at: number };      // at: where it stands among the others
  replies: Message[];
}

export interface Comments {
  comments: Thread[];
  abilities: { comment: boolean; answer: boolean; accept: boolean };
}

export interface Remark {
  key: string;
  kind: Kind;
  body: string;
  anchor: Anchor;
  edit?: { kind: Edit["kind"]; text?: string };
}

/** One key for one thing said: sent twice it is said once, and said otherwise it is something else. */
export class Keys {
  private said = "";
  private key = "";

  of(what: unknown): string {
    const said = JSON.stringify(what);
    if (this.key === "" || said !== this.said) this.key = newId();
    this.said = said;
    return this.key;
  }

  /** It arrived: the same words said now are said once more. */
  arrived(): void {
    this.key = "";
  }
}

const HOPE_MS = 10_000;
const SHORT = 200;
const short = (words: string) => (words.length > SHORT ? `${words.slice(0, SHORT)}…` : words);

export class Conversation {
  readonly held: Signal<Comments | null> = signal(null);
  private asking: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | null = null;
  private asked = 0;

  constructor(private readonly document: string) {}

  /** One question at a time, while an answer can be hoped for: whoever asks meanwhile has the answer to the one after it. */
  load(): Promise<void> {
    this.next ??= this.asking.then(() => {
      this.next = null;
      return this.ask();
    });
    return this.next;
  }

  /** At once: what one did oneself is seen when it is done, not before. */
  private ask(): Promise<void> {
    const answer = this.answer(++this.asked);
    this.asking = Promise.race([answer.catch(() => undefined), new Promise((done) => setTimeout(done, HOPE_MS))]);
    return answer;
  }

  private async answer(mine: number): Promise<void> {
    const got = await api.get<Comments>(`/api/documents/${this.document}/comments`);
    got.comments.sort((a, b) => a.anchor.at - b.anchor.at);
    const before = this.held.peek();
    if (mine === this.asked && (before === null || isKeptAnswer(before) || !isKeptAnswer(got))) this.held.value = got;
  }

  async add(remark: Remark): Promise<void> {
    await this.say(this.wishOf(remark));
  }
  async addAll(remarks: readonly Remark[]): Promise<void> {
    const parts = remarks.map((remark) => this.wishOf(remark));
    const words = parts.map((part) => part.words).join("\n\n");
    await this.say({ ...this.wishFor(`all ${remarks[0]?.key ?? ""}`, `/api/documents/${this.document}/remarks`, { remarks }, words), parts });
  }
  async reply(to: string, key: string, body: string): Promise<void> {
    await this.say(this.wishFor(key, `/api/comments/${to}/replies`, { key, body }, body));
  }

  private wishOf(remark: Remark): Wish {
    const said = remark.edit?.text ? `${remark.body} → ${plain(remark.edit.text)}` : remark.body;
    return this.wishFor(remark.key, `/api/documents/${this.document}/comments`, remark, `${t("comment.quoted", { words: short(plain(remark.anchor.exact)) })}\n${said}`);
  }
  private wishFor(key: string, path: string, body: unknown, words: string): Wish {
    return { name: `remark ${key}`, method: "POST", path, body, document: this.document, words };
  }

  /** Without network it is said later, from a device that keeps things. */
  private async say(wanted: Wish): Promise<void> {
    try {
      await request(wanted.path, json("POST", wanted.body));
    } catch (error) {
      if (!(error instanceof Unreachable) || !await wish(wanted)) throw error;
      return;
    }
    await this.ask();
  }

  async rewrite(id: string, body: string): Promise<void> {
    await api.put(`/api/comments/${id}/body`, { body });
    await this.ask();
  }
  async settle(id: string, status: Thread["status"]): Promise<void> {
    await api.put(`/api/comments/${id}/status`, { status });
    await this.ask();
  }
  async decide(id: string, decision: "accepted" | "refused"): Promise<void> {
    await api.put(`/api/comments/${id}/decision`, { decision });
    await this.ask();
  }
  async acceptSmall(ids: readonly string[]): Promise<void> {
    await api.post(`/api/documents/${this.document}/small-corrections`, { comments: ids });
    await this.ask();
  }
  async remove(id: string): Promise<void> {
    await api.remove(`/api/comments/${id}`);
    await this.ask();
  }
}

export type Filter = "open" | "mine" | "all" | `person:${string}`;

export function passes(thread: Thread, filter: Filter): boolean {
  if (filter === "all") return true;
  if (filter === "open") return thread.status === "open";
  if (filter === "mine") return thread.mine || thread.replies.some((reply) => reply.mine);
  return thread.author?.id === filter.slice("person:".length);
}
