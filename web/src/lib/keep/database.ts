// The database of what this device keeps: IndexedDB with promises. Every row carries the person it belongs to.

export const NAME = "carnet";
const VERSION = 3;

export type Table = "answers" | "copies" | "updates" | "secured" | "unsent" | "wishes" | "fields" | "images" | "pictures" | "seen";

let opening: Promise<IDBDatabase> | null = null;
let onErased: () => void = () => undefined;

/** Hears that another tab erased everything. */
export function whenErased(hear: () => void): void {
  onErased = hear;
}

function open(): Promise<IDBDatabase> {
  opening ??= connect(true).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** Fails where there is none, unless one is to be made. */
function connect(make: boolean): Promise<IDBDatabase> {
  return new Promise<IDBDatabase>((done, fail) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = (event) => {
      if (event.oldVersion < 1 && !make) {
        request.transaction?.abort();
        return;
      }
      const db = request.result;
      if (event.oldVersion < 1) {
        db.createObjectStore("answers", { keyPath: ["person", "path"] });
        db.createObjectStore("copies", { keyPath: ["person", "document"] });
        db.createObjectStore("updates", { autoIncrement: true }).createIndex("of", ["person", "document"]);
        db.createObjectStore("secured", { keyPath: ["person", "document"] });
        db.createObjectStore("unsent", { keyPath: ["person", "document", "writer"] });
        db.createObjectStore("wishes", { keyPath: ["person", "name"] });
      }
      if (event.oldVersion < 2) db.createObjectStore("fields", { keyPath: ["person", "place"] });
      for (const table of ["images", "pictures"]) db.createObjectStore(table, { keyPath: ["person", "id"] });
      db.createObjectStore("seen", { keyPath: ["person", "document", "name"] });
    };
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = ({ newVersion }) => {
        db.close();
        opening = null;
        if (newVersion === null) onErased();
      };
      db.onclose = () => (opening = null);
      done(db);
    };
    request.onblocked = () => fail(new Error("an older page holds the database"));
    request.onerror = () => fail(request.error ?? new Error("no database"));
  });
}

/** One transaction: `work` asks for everything at once, and gets its answers in `read`. Resolves once it is all written. */
export async function transaction<T>(tables: readonly Table[], mode: IDBTransactionMode, work: (table: (name: Table) => IDBObjectStore) => () => T, on?: IDBDatabase): Promise<T> {
  const db = on ?? (await open());
  return new Promise<T>((done, fail) => {
    const tx = db.transaction([...tables], mode);
    const read = work((name) => tx.objectStore(name));
    tx.oncomplete = () => done(read());
    tx.onabort = () => fail(tx.error ?? new Error("nothing was written"));
  });
}

export function put(table: Table, row: object): Promise<void> {
  return transaction([table], "readwrite", (of) => {
    of(table).put(row);
    return () => undefined;
  });
}

export function get<T>(table: Table, key: IDBValidKey): Promise<T | undefined> {
  return transaction([table], "readonly", (of) => {
    const request = of(table).get(key) as IDBRequest<T | undefined>;
    return () => request.result;
  });
}

/** Where there is no database, none is made for it: another tab may just have erased it. */
export async function remove(table: Table, key: IDBValidKey | IDBKeyRange): Promise<void> {
  const own = opening === null ? await connect(false).catch(() => null) : undefined;
  if (own === null) return;
  const work = transaction([table], "readwrite", (of) => {
    of(table).delete(key);
    return () => undefined;
  }, own);
  await work.finally(() => own?.close());
}

/** All rows of a person, of a table whose key begins with them. */
export function rowsOf<T>(table: Table, person: string): Promise<T[]> {
  return transaction([table], "readonly", (of) => {
    const request = of(table).getAll(beginningWith(person)) as IDBRequest<T[]>;
    return () => request.result;
  });
}

/** Keys are compared part by part, and an array comes after every string. */
export function beginningWith(...parts: string[]): IDBKeyRange {
  return IDBKeyRange.bound(parts, [...parts, []]);
}

/** Everything of everybody goes. */
export async function erase(): Promise<void> {
  const db = await (opening ?? Promise.resolve(null)).catch(() => null);
  db?.close();
  opening = null;
  await new Promise<void>((done) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = () => done();
  });
}
