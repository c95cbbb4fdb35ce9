// The copy of a document on a kept device: its state, what was written since, and whether words of one's own wait in it.
//
// One's own updates are written as they come, once the letter is on the screen, so that a page killed in the middle of a word
// loses at most that word's last key; those of others a little later. `secured` is the state vector up to which the server was
// last known to have everything. A browser that is short of breath lets keys pass before timers: what has waited too long for
// its timer is written with the next key.
// Several tabs write into one copy: each folds away only the rows that it knows.
import { signal } from "@preact/signals";
import * as Y from "yjs";

import { newId } from "../bytes";
import { beginningWith, rowsOf, transaction, type Table } from "./database";
import { keeping, keepingFailed } from "./keep";

const MANY = 150;                   // updates worth being made one
const OTHERS_MS = 500;              // what came from the server can come again
const OVERDUE_MS = 100;             // one's own words wait no longer for a timer
const NO_VECTOR = new Uint8Array([0]);
const NOTHING = new Uint8Array([0, 0]);           // an update without structs or deletions

interface Place {
  person: string;
  document: string;
}
type CopyRow = Place & { state: Uint8Array };
type UpdateRow = Place & { update: Uint8Array; wait?: string };          // wait: of one's own words, while which they were written
type SecuredRow = Place & { vector: Uint8Array };
type UnsentRow = Place & { writer: string; wait: string };

export interface Kept {
  update: Uint8Array;               // everything
  secured: Uint8Array;              // a state vector
  unsent: boolean;
  taken: Y.Transaction["deleteSet"][];      // what was taken out of the text since words of one's own wait
}

export class Copy {
  /** Words of one's own are not on this device yet. */
  readonly busy = signal(false);
  private readonly writer = newId();
  private adopted: string[] = [];                 // writers whose words this page took over
  private known: IDBValidKey[] = [];              // rows of updates that this page holds in its document
  private queue: Omit<UpdateRow, keyof Place>[] = [];
  private since: number | null = null;            // when the oldest of one's own words in the queue came
  private own = 0;                                // updates of one's own so far
  private wait: string | null = null;             // the present one, from the first word that the server lacks until it has all
  private secured: Uint8Array | null = null;      // what the server had when it began; null once this device knows
  private readonly writes = new Set<Promise<void>>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(private readonly place: Place) {}

  /** null when this device keeps nothing. */
  static of(document: string): Copy | null {
    const person = keeping.peek();
    return person === null ? null : new Copy({ person, document });
  }

  /** What lies here; null when nothing does. */
  async load(): Promise<Kept | null> {
    const { person, document } = this.place;
    const key = [person, document];
    try {
      const found = await transaction(["copies", "updates", "secured", "unsent"], "readonly", (of) => {
        const copy = of("copies").get(key) as IDBRequest<CopyRow | undefined>;
        const updates = of("updates").index("of").getAll(key) as IDBRequest<UpdateRow[]>;
        const keys = of("updates").index("of").getAllKeys(key);
        const secured = of("secured").get(key) as IDBRequest<SecuredRow | undefined>;
        const unsent = of("unsent").getAll(beginningWith(person, document)) as IDBRequest<UnsentRow[]>;
        return () => ({ copy: copy.result, updates: updates.result, keys: keys.result, secured: secured.result, unsent: unsent.result });
      });
      this.known = found.keys;
      this.adopted = found.unsent.map((row) => row.writer);
      const parts = [...(found.copy ? [found.copy.state] : []), ...found.updates.map((row) => row.update)];
      if (parts.length === 0 && !found.secured) return null;
      const update = Y.mergeUpdates(parts.length > 0 ? parts : [NOTHING]);      // a text that was never written lies here too
      const waits = new Set(found.unsent.map((row) => row.wait));
      const since = found.updates.filter(({ wait }) => wait !== undefined && waits.has(wait));
      return {
        update, secured: found.secured?.vector ?? NO_VECTOR, unsent: found.unsent.length > 0,
        taken: since.map((row) => Y.decodeUpdate(row.update).ds),
      };
    } catch {
      keepingFailed();
      return null;
    }
  }

  /** One update more. Of one's own: `secured` tells the state vector up to which the server has everything; else null. */
  add(update: Uint8Array, secured: (() => Uint8Array) | null): void {
    if (!secured) {
      this.queue.push({ update });
      this.timer ??= setTimeout(() => void this.flush(), OTHERS_MS);
      return;
    }
    if (this.wait === null) {
      this.wait = newId();
      this.secured = secured();
    }
    this.queue.push({ update, wait: this.wait });
    this.own++;
    this.busy.value = true;
    const now = performance.now();
    if (this.since === null) {
      this.since = now;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.flush(), 0);
    } else if (now - this.since > OVERDUE_MS) void this.flush();
  }

  /** Resolves once all that was added is written. What is in the queue is given to the browser before this returns. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.queue.length > 0) {
      const write = this.append(this.queue, this.wait, this.secured).finally(() => {
        this.writes.delete(write);
        if (this.writes.size === 0 && this.since === null) this.busy.value = false;
      });
      this.writes.add(write);
      this.queue = [];
      this.since = this.secured = null;
    }
    await Promise.all(this.writes);
  }

  /** The server has everything that `doc` holds. */
  async secure(doc: Y.Doc): Promise<void> {
    const vector = Y.encodeStateVector(doc), { own } = this;
    await this.flush();
    if (this.known.length > MANY) await this.fold(doc);
    await this.write(["secured", "unsent"], (of) => {
      of("secured").put({ ...this.place, vector } satisfies SecuredRow);
      if (this.own > own) return;                 // typed on meanwhile
      this.wait = null;
      for (const writer of [this.writer, ...this.adopted]) of("unsent").delete([this.place.person, this.place.document, writer]);
    });
  }

  /** Whoever may no longer read keeps no copy. */
  async forget(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.queue = [];
    this.since = null;
    this.busy.value = false;
    await forgetCopy(this.place);
  }

  /** Committed in one breath: a page that ends now does not take it along. */
  private async append(rows: Omit<UpdateRow, keyof Place>[], wait: string | null, secured: Uint8Array | null): Promise<void> {
    const added: IDBRequest<IDBValidKey>[] = [];
    await this.write(["updates", "secured", "unsent"], (of) => {
      const updates = of("updates");
      for (const row of rows) added.push(updates.add({ ...this.place, ...row } satisfies UpdateRow));
      if (wait !== null) of("unsent").put({ ...this.place, writer: this.writer, wait } satisfies UnsentRow);      // each time: another tab may have taken the mark away
      if (secured && this.adopted.length === 0) of("secured").put({ ...this.place, vector: secured } satisfies SecuredRow);
      updates.transaction.commit();
    });
    for (const request of added) if (request.readyState === "done" && !request.error) this.known.push(request.result);
  }

  private async fold(doc: Y.Doc): Promise<void> {
    const state = Y.encodeStateAsUpdate(doc), keys = this.known;
    await this.write(["copies", "updates"], (of) => {
      const before = of("copies").get([this.place.person, this.place.document]) as IDBRequest<CopyRow | undefined>;
      before.onsuccess = () => {
        const whole = before.result ? Y.mergeUpdates([before.result.state, state]) : state;      // another tab may have folded
        of("copies").put({ ...this.place, state: whole } satisfies CopyRow);
        for (const key of keys) of("updates").delete(key);
      };
    });
    this.known = [];
  }

  private async write(tables: readonly Table[], work: (table: (name: Table) => IDBObjectStore) => void): Promise<void> {
    if (keeping.peek() !== this.place.person) return;
    try {
      await transaction(tables, "readwrite", (of) => {
        work(of);
        return () => undefined;
      });
    } catch {
      keepingFailed();
    }
  }
}

async function forgetCopy({ person, document }: Place): Promise<void> {
  await transaction(["copies", "updates", "secured", "unsent", "answers", "seen"], "readwrite", (of) => {
    of("copies").delete([person, document]);
    of("seen").delete(beginningWith(person, document));
    of("secured").delete([person, document]);
    of("unsent").delete(beginningWith(person, document));
    const lines = of("updates").index("of").getAllKeys([person, document]);
    lines.onsuccess = () => {
      for (const key of lines.result) of("updates").delete(key);
    };
    const answers = of("answers").getAll(beginningWith(person)) as IDBRequest<{ path: string; value: unknown }[]>;
    answers.onsuccess = () => {
      for (const { path, value } of answers.result) {
        if (path.split(/[/?]/).includes(document) || JSON.stringify(value).includes(document)) of("answers").delete([person, path]);      // lists quote it
      }
    };
    return () => undefined;
  }).catch(() => undefined);
}

/** A document that begins here: empty, and its author's own. */
export async function beginCopy(person: string, document: string): Promise<void> {
  await transaction(["copies"], "readwrite", (of) => {
    of("copies").put({ person, document, state: Y.encodeStateAsUpdate(new Y.Doc()) } satisfies CopyRow);
    return () => undefined;
  });
}

/** Documents that lie here. */
export async function keptDocuments(person: string): Promise<string[]> {
  return (await rowsOf<SecuredRow>("secured", person).catch(() => [])).map((row) => row.document);
}
