// A text comes back to the server with words of its own: what it wrote meanwhile, and what the others wrote, told apart letter by
// letter. It goes on until the server has the words, because what arrives before was written without them.
//
// Nothing but the document is needed: letters from client ids and clocks, deletions from what the server's answers hold. The
// letters taken out must still be there, so the document collects no garbage while it is away (Live).
import * as Y from "yjs";

import type { Change, Piece } from "./apart";

type Deletions = ReturnType<typeof Y.createDeleteSet>;

export class Meeting {
  private readonly before: Map<number, number>;
  private served: Map<number, number>;
  private readonly known: Deletions[] = [];       // that the server holds
  private readonly came: Deletions[] = [];        // that were news here
  private readonly later: Deletions[] = [];       // one's own, made with the others' words in view

  /** `served`: up to where the server has the words of each client at least. `own`: what was taken out here meanwhile. */
  constructor(private readonly text: Y.Text, served: Uint8Array, private readonly own: readonly Deletions[]) {
    this.before = text.doc ? Y.decodeStateVector(Y.encodeStateVector(text.doc)) : new Map<number, number>();
    this.served = Y.decodeStateVector(served);
  }

  /** An update of the server that has been applied, and what it changed here. */
  took(update: Uint8Array, changes: readonly Y.Transaction[]): void {
    this.known.push(Y.decodeUpdate(update).ds);
    for (const { deleteSet } of changes) this.came.push(deleteSet);
  }

  /** The state vector of the server. */
  asks(vector: Uint8Array): void {
    this.served = Y.decodeStateVector(vector);
  }

  deleted(deletions: Deletions): void {
    this.later.push(deletions);
  }

  /** What became of the text, in its order. */
  pieces(): Piece[] {
    const pieces: Piece[] = [];
    const gone = { known: Y.mergeDeleteSets(this.known), came: Y.mergeDeleteSets(this.came), later: Y.mergeDeleteSets(this.later), own: Y.mergeDeleteSets([...this.own]) };
    const self = this.text.doc?.clientID;
    const add = (change: Change, words: string, client: number | undefined) => {
      const last = pieces.at(-1);
      if (last && last.change === change && last.client === client) last.words += words;
      else pieces.push({ change, words, ...(client === undefined ? {} : { client }) });
    };
    for (let item = this.text._start; item !== null; item = item.right) {
      if (!item.countable || !(item.content instanceof Y.ContentString)) continue;
      const { client, clock } = item.id;
      const before = this.before.get(client) ?? 0, served = this.served.get(client) ?? 0, { str } = item.content;
      if (!item.deleted && clock + str.length <= Math.min(before, served)) {
        add("kept", str, undefined);
        continue;
      }
      for (let i = 0; i < str.length; i++) {
        const id = Y.createID(client, clock + i);
        const fresh = id.clock >= before;         // came, or was typed, since
        const unsent = !fresh && id.clock >= served;
        let change: Change | null = fresh ? (client === self ? "kept" : "theirs+") : unsent ? "mine+" : "kept";
        if (item.deleted && !Y.isDeleted(gone.later, id)) {
          if (fresh || unsent) change = null;
          else if (Y.isDeleted(gone.came, id)) change = "theirs-";
          else if (!Y.isDeleted(gone.known, id)) change = "mine-";
          else change = Y.isDeleted(gone.own, id) ? "both-" : null;
        } else if (item.deleted) change = null;
        if (change) add(change, str.charAt(i), change === "theirs+" ? client : undefined);
      }
    }
    return pieces;
  }
}
