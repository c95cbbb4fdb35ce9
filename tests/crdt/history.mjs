// Seeded random histories of several Yjs clients, and ways to deliver their updates.
import * as Y from "yjs";
import { random } from "./random.mjs";

const PIECES = ["a", "bc", "hello ", "é", "😀", "👩‍👩‍👧", "\u0301", "\0", "e\u0301", "\n", "🇫🇷", "x".repeat(30), "\ufffd", "𝄞𝄞"];
const FORMATS = [{ bold: true }, { bold: null }, { em: "x" }, { link: { href: "y" } }, { em: null }];
const KEYS = ["k", "other", "", "é\0", "__x"];

function value(r, depth = 0) {
  const kinds = [
    () => r.int(100) - 50, () => 2 ** 40 + r.int(9), () => r.next(), () => -0.5, () => "s" + PIECES[r.int(PIECES.length)],
    () => null, () => true, () => false, () => undefined, () => new Uint8Array([1, r.int(255), 3]),
    () => BigInt(r.int(1000)) - 500n,
    () => (depth > 2 ? 1 : [value(r, depth + 1), value(r, depth + 1)]),
    () => (depth > 2 ? 1 : { a: value(r, depth + 1), [KEYS[r.int(3)]]: value(r, depth + 1) }),
  ];
  return kinds[r.int(kinds.length)]();
}

// Arrays refuse these two as elements.
function element(r) {
  const made = value(r);
  return made === undefined || typeof made === "bigint" ? "instead" : made;
}

function newType(r) {
  const kinds = [
    () => new Y.Text("t" + r.int(9)), () => new Y.Array(), () => new Y.Map(), () => new Y.XmlElement("p"),
    () => new Y.XmlText("x"), () => new Y.XmlFragment(), () => new Y.XmlHook("h"),
    () => new Y.Doc({ guid: "doc" + r.int(1000), autoLoad: r.chance(0.3), gc: r.chance(0.5), meta: r.chance(0.5) ? { m: 1 } : null }),
  ];
  return kinds[r.int(kinds.length)]();
}

function editText(r, text, formats) {
  const length = text.length, dice = r.next();
  if (dice < 0.5 || length === 0) text.insert(r.int(length + 1), r.pick(PIECES), formats && r.chance(0.2) ? { ...r.pick(FORMATS) } : undefined);
  else if (dice < 0.8) {
    const at = r.int(length);
    text.delete(at, 1 + r.int(Math.min(8, length - at)));
  } else if (formats && dice < 0.92) {
    const at = r.int(length);
    text.format(at, 1 + r.int(length - at), { ...r.pick(FORMATS) });
  } else if (formats) text.insertEmbed(r.int(length + 1), r.chance(0.7) ? { image: "i" + r.int(9) } : newType(r) );
  else text.insert(length, r.pick(PIECES));
}

function editList(r, list, xml) {
  const length = list.length;
  if (r.chance(0.65) || length === 0) {
    const made = xml ? r.pick([() => new Y.XmlElement("b"), () => new Y.XmlText("z")])() : r.chance(0.3) ? newType(r) : element(r);
    list.insert(r.int(length + 1), xml || r.chance(0.6) ? [made] : [made, element(r), element(r)]);
  } else {
    const at = r.int(length);
    list.delete(at, 1 + r.int(Math.min(3, length - at)));
  }
}

function editMap(r, map) {
  const key = r.pick(KEYS);
  if (r.chance(0.75)) map.set(key, r.chance(0.3) ? newType(r) : value(r));
  else map.delete(key);
}

// A type somewhere in the document.
function descend(r, type) {
  for (let i = 0; i < 4; i++) {
    const held = [];
    if (type instanceof Y.Map) type.forEach((v) => held.push(v));
    else if (type instanceof Y.Array || type instanceof Y.XmlFragment) for (let k = 0; k < Math.min(type.length, 20); k++) held.push(type.get(k));
    const types = held.filter((v) => v instanceof Y.AbstractType);
    if (!types.length || r.chance(0.3)) return type;
    type = r.pick(types);
  }
  return type;
}

function edit(r, type, formats) {
  if (type instanceof Y.Text) editText(r, type, formats); // XmlText too
  else if (type instanceof Y.XmlHook) editMap(r, type);
  else if (type instanceof Y.XmlElement && r.chance(0.5)) {
    if (r.chance(0.8)) type.setAttribute(r.pick(KEYS), "v" + r.int(9));
    else type.removeAttribute(r.pick(KEYS));
  } else if (type instanceof Y.XmlFragment) editList(r, type, true);
  else if (type instanceof Y.Array) editList(r, type, false);
  else if (type instanceof Y.Map) editMap(r, type);
}

// Clients edit, hear of each other now and then, and undo. Returns all their updates in order.
// kind: "text" is the `content` root without formats, "rich" everything.
export function history(seed, kind) {
  const r = random(seed);
  const updates = [], clients = [];
  const count = 2 + r.int(5), rich = kind === "rich";
  const sharedIds = new Set();
  for (let i = 0; i < count; i++) {
    const doc = new Y.Doc({ gc: r.chance(0.7) });
    do doc.clientID = r.chance(0.5) ? 1 + r.int(9) : r.chance(0.5) ? r.int(2 ** 32) : 2 ** 53 - 1 - r.int(1000);
    while (sharedIds.has(doc.clientID));
    sharedIds.add(doc.clientID);
    doc.on("update", (u) => updates.push(Buffer.from(u)));
    const roots = [doc.getText("content")];
    if (rich) roots.push(doc.getMap("map"), doc.getArray("list"), doc.getXmlFragment("xml"), doc.getText("other"));
    clients.push({ doc, roots, undo: r.chance(0.4) ? new Y.UndoManager(roots, { captureTimeout: r.chance(0.5) ? 0 : 500 }) : null });
  }
  const steps = 5 + r.int(r.chance(0.1) ? 150 : 50);
  for (let step = 0; step < steps; step++) {
    const client = r.pick(clients), { doc, roots, undo } = client, dice = r.next();
    if (dice < 0.68) {
      const times = r.chance(0.8) ? 1 : 2 + r.int(4);
      const work = () => { for (let i = 0; i < times; i++) edit(r, descend(r, r.pick(roots)), rich); };
      if (times > 1 && r.chance(0.5)) doc.transact(work);
      else work();
    } else if (undo && dice < 0.78) {
      if (r.chance(0.6)) undo.undo();
      else undo.redo();
    } else {
      const other = r.pick(clients).doc;
      Y.applyUpdate(doc, r.chance(0.5) || !updates.length ? Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)) : r.pick(updates));
    }
  }
  return { r, updates, clients: clients.map((c) => c.doc) };
}

// The updates as a network may bring them: in disorder, twice, some merged, some cut, as states and differences.
export function deliveries({ r, updates, clients }) {
  const out = updates.slice();
  if (r.chance(0.8))
    for (let i = out.length - 1; i > 0; i--) {
      const j = r.chance(0.5) ? r.int(i + 1) : Math.max(0, i - r.int(4));
      [out[i], out[j]] = [out[j], out[i]];
    }
  const sent = [];
  for (let i = 0; i < out.length; i++) {
    const dice = r.next();
    if (dice < 0.15) {
      const group = out.slice(i, i + 2 + r.int(5));
      i += group.length - 1;
      const merged = Buffer.from(Y.mergeUpdates(group));
      sent.push(merged);
      if (r.chance(0.3)) sent.push(Buffer.from(Y.diffUpdate(merged, Y.encodeStateVector(r.pick(clients)))));
    } else {
      sent.push(out[i]);
      if (dice < 0.25) sent.push(r.pick(out));
      else if (dice < 0.3) sent.push(Buffer.from(Y.encodeStateAsUpdate(r.pick(clients), Y.encodeStateVector(r.pick(clients)))));
    }
  }
  return sent;
}
