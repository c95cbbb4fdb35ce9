// What goes from a device, and what stays, when somebody leaves it. Whoever signs out takes along all that is theirs, and all
// that the server can give again goes, whosever it is. What somebody else wrote and the server has not yet stays for them: their
// words, and the copies of the texts in which those wait.
import { beginningWith, erase, NAME, remove, transaction, type Table } from "./database";
import { disown } from "./keep";

const WORDS = ["unsent", "wishes", "fields", "images"] as const satisfies Table[];         // that the server may lack
const COPIES = ["copies", "updates", "secured"] as const satisfies Table[];

/** Whether words of this person lie here that signing out would erase, written in whatever tab. */
export async function waitsHere(person: string): Promise<boolean> {
  return (await exists()) && hasRows(["unsent", "wishes", "images"], person).catch(() => false);
}

/** This person signs out. */
export async function leaveDevice(person: string): Promise<void> {
  disown();
  if (!(await exists())) return;
  await clear(person).catch(() => erase());       // what cannot be sorted must not be read by whoever comes next
}

/** This person calls the device shared: their words wait here until they call one theirs again, but not what they were still typing. */
export async function leaveWords(person: string): Promise<void> {
  await remove("fields", beginningWith(person));
  await clear(null);
}

/** Everything of everybody: the server has begun afresh. */
export async function forgetEverything(): Promise<void> {
  disown();
  await erase();
}

/** Looking must not make it. */
async function exists(): Promise<boolean> {
  return !("databases" in indexedDB) || (await indexedDB.databases()).some(({ name }) => name === NAME);
}

function hasRows(tables: readonly Table[], person?: string): Promise<boolean> {
  return transaction(tables, "readonly", (of) => {
    const counts = tables.map((table) => of(table).count(person === undefined ? undefined : beginningWith(person)));
    return () => counts.some((count) => count.result > 0);
  });
}

/** All of this person's goes, of all others what the server has, and the database with its last word. */
async function clear(person: string | null): Promise<void> {
  await transaction([...WORDS, ...COPIES, "pictures", "answers", "seen"], "readwrite", (of) => {
    for (const table of ["answers", "seen"] as const) of(table).clear();
    if (person !== null) for (const table of [...WORDS, "pictures"] as const) of(table).delete(beginningWith(person));
    const marks = of("unsent").getAllKeys() as unknown as IDBRequest<[person: string, document: string, writer: string][]>;
    marks.onsuccess = () => {
      const waits = new Set(marks.result.map(([who, document]) => `${who} ${document}`));
      for (const table of COPIES) {
        const walk = (table === "updates" ? of(table).index("of") : of(table)).openKeyCursor();
        walk.onsuccess = () => {
          const at = walk.result;
          if (!at) return;
          if (!waits.has((at.key as string[]).join(" "))) of(table).delete(at.primaryKey);
          at.continue();
        };
      }
    };
    return () => undefined;
  });
  if (!(await hasRows(WORDS))) await erase();
}
