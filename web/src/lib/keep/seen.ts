// The images of texts that were open on a kept device, for the times without network: the latest seen, as many as fit.
import { isSilence, request } from "../api";
import { get, put, rowsOf, transaction } from "./database";
import { keeping } from "./keep";

interface SeenRow {
  person: string;
  document: string;
  name: string;                     // the image, and whether it is the small one
  picture: Blob;
  at: number;
}

const MOST_OCTETS = 80_000_000;

const nameOf = (id: string, small: boolean) => `${id}${small ? " small" : ""}`;

/** What the server has, or else what lies here. */
export async function seenImage(document: string, id: string, small: boolean): Promise<Blob> {
  try {
    const picture = await (await request(`/api/documents/${document}/images/${id}${small ? "?thumbnail=1" : ""}`)).blob();
    await keepSeen(document, id, small, picture);
    return picture;
  } catch (error) {
    const kept = isSilence(error) ? (await lyingHere(document, id, small)) ?? (small ? undefined : await lyingHere(document, id, true)) : undefined;
    if (!kept) throw error;
    return kept;
  }
}

export async function keepSeen(document: string, id: string, small: boolean, picture: Blob): Promise<void> {
  const person = keeping.peek();
  if (person !== null) await put("seen", { person, document, name: nameOf(id, small), picture, at: Date.now() } satisfies SeenRow).catch(() => undefined);
}

export async function isSeen(document: string, id: string): Promise<boolean> {
  return (await lyingHere(document, id, true)) !== undefined;
}

async function lyingHere(document: string, id: string, small: boolean): Promise<Blob | undefined> {
  const person = keeping.peek();
  if (person === null) return undefined;
  return (await get<SeenRow>("seen", [person, document, nameOf(id, small)]).catch(() => undefined))?.picture;
}

/** Those seen longest ago make room. */
export async function tidySeen(person: string): Promise<void> {
  const rows = (await rowsOf<SeenRow>("seen", person).catch(() => [])).sort((a, b) => b.at - a.at);
  let sum = 0;
  const beyond = rows.filter((row) => (sum += row.picture.size) > MOST_OCTETS);
  if (beyond.length === 0) return;
  await transaction(["seen"], "readwrite", (of) => {
    for (const { document, name } of beyond) of("seen").delete([person, document, name]);
    return () => undefined;
  }).catch(() => undefined);
}
