// A page and its source that are not quite the same find each other all the same.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const { across, paired } = await load("editor/comments/alike.ts");

test("blocks of a page that is behind or ahead are found by those around them", () => {
  assert.deepEqual(paired(["a", "b", "c"], ["a", "b", "c"]), [0, 1, 2]);
  assert.deepEqual(paired(["a", "b", "c"], ["a", "x", "c"]), [0, 1, 2]);
  assert.deepEqual(paired(["a", "c"], ["a", "b", "c"]), [0, 2]);
  assert.deepEqual(paired(["a", "b", "b2", "c"], ["a", "b2", "c"]), [0, -1, 1, 2]);
  assert.deepEqual(paired(["a", "a"], ["a", "a", "a"]), [0, 1]);
  assert.deepEqual(across("lepainestbon", "lepainestbon", 2, 5), [2, 5]);
  assert.deepEqual(across("lepainestbon", "lebonpainestbon", 7, 11), [10, 14]);
  assert.deepEqual(across("abXcd", "abYYcd", 2, 2), [2, 3]);
});
