// What is said beside a text, on its way to the server: once, and as it was said.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

Object.assign(globalThis, { location: { href: "http://127.0.0.1/", pathname: "/" }, addEventListener: () => undefined, navigator: { onLine: true } });
const { afterSent } = await load("lib/form.ts");
const { Keys } = await load("editor/comments/comments.ts");

test("what is sent again has the same key, what is said otherwise or once more has its own", () => {
  const keys = new Keys(), first = keys.of({ body: "Oui", anchor: { exact: "pain" } });
  assert.match(first, /^[a-z0-9-]{16,64}$/);
  assert.equal(keys.of({ body: "Oui", anchor: { exact: "pain" } }), first);
  const corrected = keys.of({ body: "Oui.", anchor: { exact: "pain" } });
  assert.notEqual(corrected, first);
  assert.equal(keys.of({ body: "Oui.", anchor: { exact: "pain" } }), corrected);
  keys.arrived();
  assert.notEqual(keys.of({ body: "Oui.", anchor: { exact: "pain" } }), corrected);
});

test("what was typed since it was sent stays, and what was changed meanwhile stays whole", () => {
  assert.equal(afterSent("Bonjour", "Bonjour"), "");
  assert.equal(afterSent("Bonjour\n\nEt encore", "Bonjour"), "Et encore");
  assert.equal(afterSent("Bonsoir", "Bonjour"), "Bonsoir");
});
