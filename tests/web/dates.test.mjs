// The dates of a first page, of whatever programme.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

Object.assign(globalThis, { location: { href: "http://127.0.0.1/", pathname: "/", hash: "" }, addEventListener: () => undefined, navigator: { onLine: true }, BroadcastChannel: class {} });
const { comingDates } = await load("areas/cohort/cohort.ts");
const { dateName } = await load("areas/cohort/milestones.ts");

test("a date that only its programme knows has the name that the programme gives it", () => {
  const coming = comingDates({
    sessions: [], milestones: [
      { id: "portfolio_due", label: "Remise du portfolio", dueAt: "2026-06-15T21:59:00Z" },
      { id: "final_jury", label: "Jury de formation", date: "2026-07-07" },
      { id: "visite", label: null, date: "2026-07-08" },
    ],
  }, new Date("2026-06-12T07:00:00Z"));
  assert.deepEqual(coming.map((one) => dateName(one.id, one.label)), ["Remise du portfolio", "Jury de certification", "Date de la formation"]);
});
