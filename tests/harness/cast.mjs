// Everybody of the sample cohort, and an administrator, signed in at one server: what the walks of rights begin with.
import assert from "node:assert/strict";
import { ids, may } from "./sample.mjs";
import { Server, carnet } from "./server.mjs";

export const admin = "admin@exemple.invalid";

export async function each(list, work, atOnce = 8) {
  const rest = [...list];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let x; (x = rest.shift()) !== undefined; ) await work(x);
  }));
}

/** people: id → Person. documents: [{id, kind, title, owner, entry?}], everything anybody may open. */
export async function wholeCast() {
  const server = await Server.start(), people = new Map(), found = new Map();
  assert.equal((await carnet(["admin", "--data", server.data, "--email", admin])).code, 0);
  await each(ids, async (id) => people.set(id, await server.as(id)), 4);
  const token = (await carnet(["token", "--data", server.data, "--email", admin])).stdout.trim();
  people.set("admin", server.nobody({ authorization: `Bearer ${token}` }));
  for (const [, person] of people)
    for (const d of (await person.get("/api/documents")).is(200).json) found.set(d.id, d);
  for (const d of found.values())
    if (d.kind === "journal_entry") d.entry = (await people.get(d.owner).get(`/api/journal/entries/${d.id}`)).is(200).json;
  return { server, people, documents: [...found.values()] };
}

export const expected = (id, d) => (id === "admin" ? "none" : may(id, d, d.entry));

/** Answers that are not as they should be, told together at the end. */
export function ledger() {
  const wrong = [];
  return {
    note: (ok, what) => ok || wrong.push(what),
    conclude(what) {
      const list = wrong.splice(0);
      assert.equal(list.length, 0, `${list.length} answers differ from ${what}:\n${list.slice(0, 25).join("\n")}`);
    },
  };
}
