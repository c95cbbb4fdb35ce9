// A newer build is offered only once nothing would be lost with the page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { library, load } from "./page.mjs";

/** As much of a document as Preact needs to draw and to take away. */
class Part extends EventTarget {
  childNodes = [];
  attributes = [];
  parentNode = null;
  style = {};
  constructor(localName, data = "") {
    super();
    Object.assign(this, { localName, data, nodeType: localName ? 1 : 3 });
  }
  get firstChild() { return this.childNodes[0] ?? null; }
  get nextSibling() { return this.parentNode?.childNodes[this.parentNode.childNodes.indexOf(this) + 1] ?? null; }
  get text() { return this.data + this.childNodes.map((one) => one.text).join(""); }
  setAttribute() {}
  removeAttribute() {}
  contains(other) { return other === this || this.childNodes.some((one) => one.contains(other)); }
  removeChild(child) { this.childNodes.splice(this.childNodes.indexOf(child), 1); child.parentNode = null; return child; }
  insertBefore(child, before) {
    child.parentNode?.removeChild(child);
    this.childNodes.splice(before ? this.childNodes.indexOf(before) : this.childNodes.length, 0, child);
    child.parentNode = this;
    return child;
  }
  appendChild(child) { return this.insertBefore(child, null); }
  remove() { this.parentNode?.removeChild(this); }
}
const page = Object.assign(new Part("body"), {
  visibilityState: "visible",
  createElement: (name) => new Part(name),
  createElementNS: (_, name) => new Part(name),
  createTextNode: (words) => new Part("", words),
});
for (const part of [Part.prototype, page]) Object.defineProperty(part, "ownerDocument", { get: () => page });
Object.assign(globalThis, { document: page, location: { href: "http://127.0.0.1/", pathname: "/", hash: "" }, addEventListener: () => undefined, navigator: { onLine: true }, BroadcastChannel: class {} });

const { h, render } = await library("preact");
const { NewVersion } = await load("app/NewVersion.tsx");
const { setWaiting } = await load("lib/waiting.ts");

test("a newer version is offered once nothing would be lost with the page; what the device keeps does not hold it up", async (t) => {
  const me = { person: { id: "stg-01" }, build: "this one" }, here = new Part("main"), [title, words] = [{}, {}];
  let build = "another";
  t.after(() => render(null, here));
  t.mock.method(globalThis, "fetch", async () => Response.json({ ...me, build }));
  const settled = () => new Promise((done) => setTimeout(done, 150));
  const offers = () => here.text.includes("Une nouvelle version de Carnet est prête.");
  setWaiting(title, true);
  render(h(NewVersion, { me }), here);
  await settled();
  page.dispatchEvent(new Event("visibilitychange"));
  await settled();
  assert.equal(offers(), false, "the title would be lost");
  setWaiting(words, true, true);
  setWaiting(title, false);
  await settled();
  assert.equal(offers(), true);
  ({ build } = me);
  page.dispatchEvent(new Event("visibilitychange"));
  await settled();
  assert.equal(offers(), false, "it is the one that the server has");
});
