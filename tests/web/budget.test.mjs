// How much script a page brings before it can be used, as the server's gzip peers would send it: what is built, not what is written.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const KB = 1000, built = new URL("../../build/web/", import.meta.url), assets = readdirSync(new URL("assets/", built));
const chunk = (name) => {
  const found = assets.filter((file) => file.startsWith(`${name}-`) && file.endsWith(".js"));
  assert.equal(found.length, 1, `one chunk called ${name}: ${found}`);
  return found[0];
};
const entry = /<script type="module"[^>]* src="\/assets\/([^"]+)"/.exec(readFileSync(new URL("index.html", built), "utf8"))[1];

/** These chunks and all that they import from the start. */
function closure(...files) {
  const found = new Map();
  const walk = (file) => {
    if (found.has(file)) return;
    const source = readFileSync(new URL(`assets/${file}`, built));
    found.set(file, gzipSync(source, { level: 9 }).length);
    for (const [, next] of source.toString().matchAll(/(?:^|[;}\n])(?:import|export)[^"'`;()]*["'`]\.\/([^"'`]+\.js)["'`]/g)) walk(next);
  };
  files.forEach(walk);
  return found;
}

function fits(most, found) {
  const sum = [...found.values()].reduce((a, b) => a + b, 0);
  console.log(`# ${(sum / KB).toFixed(1)} of ${most} kB: ${[...found].map(([file, size]) => `${file} ${(size / KB).toFixed(1)}`).join(", ")}`);
  assert.ok(sum <= most * KB, `${sum} octets, ${most} kB at most`);
}

test("a page to read brings 100 kB of script at most", () => fits(100, closure(entry)));

test("the editor with its margin brings 300 kB of script at most, all in all", () => {
  const found = closure(entry, chunk("WritingPage"), chunk("Surface"), chunk("Margin"));
  assert.ok(found.size > 5, "the imports are followed");
  fits(300, found);
});
