// Which texts hold words of one's own that the server does not have yet, asked without opening any of them.
import { rowsOf } from "./database";

/** Of any tab, and of earlier visits. */
export async function unsentDocuments(person: string): Promise<string[]> {
  const rows = await rowsOf<{ document: string }>("unsent", person).catch(() => []);
  return [...new Set(rows.map((row) => row.document))];
}
