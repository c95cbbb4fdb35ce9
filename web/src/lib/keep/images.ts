// Images that wait on a kept device until the network is back: what is said of each in one row, which is written at each
// key, its picture in another, which is written once.
import type { Refusal } from "../images/list";
import { remove, rowsOf, put, transaction } from "./database";
import { keeping, keepingFailed } from "./keep";

export interface ImageRow {
  person: string;
  id: string;
  document: string;
  name: string;
  since: number;
  place: Uint8Array;
  description: string;
  caption: string;
  refused?: Refusal | undefined;
  taken?: { by: string; at: number };             // a page that puts it into the text now
}
export interface PictureRow {
  person: string;
  id: string;
  picture: Blob;
  thumbnail: Blob | null;
}

const PAGE = Math.random().toString(36);          // two tabs of one person
const WRITING_MS = 15_000;

/** False when this device keeps nothing. */
export async function keepImage(row: Omit<ImageRow, "person">, { picture, thumbnail }: Omit<PictureRow, "person" | "id">): Promise<boolean> {
  const person = keeping.peek();
  if (person === null) return false;
  try {
    await transaction(["images", "pictures"], "readwrite", (of) => {
      of("images").put({ ...row, person } satisfies ImageRow);
      of("pictures").put({ person, id: row.id, picture, thumbnail } satisfies PictureRow);
      return () => undefined;
    });
    return true;
  } catch {
    keepingFailed();
    return false;
  }
}

/** What is said of one that is kept. */
export async function keepWords(row: Omit<ImageRow, "person">): Promise<void> {
  const person = keeping.peek();
  if (person !== null) await put("images", { ...row, person } satisfies ImageRow).catch(keepingFailed);
}

export async function dropImage(id: string): Promise<void> {
  const person = keeping.peek();
  if (person === null) return;
  for (const table of ["images", "pictures"] as const) await remove(table, [person, id]).catch(() => undefined);
}

/** In the order in which they were given. */
export async function keptImages(person: string): Promise<[ImageRow, PictureRow][]> {
  const rows = await rowsOf<ImageRow>("images", person).catch(() => []);
  const pictures = new Map((await rowsOf<PictureRow>("pictures", person).catch(() => [])).map((one) => [one.id, one]));
  return rows.sort((a, b) => a.since - b.since).flatMap((row) => {
    const picture = pictures.get(row.id);
    return picture ? [[row, picture] as [ImageRow, PictureRow]] : [];
  });
}

/** Of two tabs that send the same image one puts it into the text. */
export async function takeImage(id: string): Promise<boolean> {
  const person = keeping.peek();
  if (person === null) return true;
  return transaction(["images"], "readwrite", (of) => {
    let mine = false;
    const asked = of("images").get([person, id]) as IDBRequest<ImageRow | undefined>;
    asked.onsuccess = () => {
      const row = asked.result;
      mine = row !== undefined && (!row.taken || row.taken.by === PAGE || Date.now() - row.taken.at > WRITING_MS);
      if (mine) of("images").put({ ...row, taken: { by: PAGE, at: Date.now() } });
    };
    return () => mine;
  }).catch(() => true);
}
