// Writes the seeds of the crdt targets from real Yjs histories: node tests/fuzz/crdt_seeds.mjs
import { mkdirSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import * as Y from "yjs";

import { deliveries, history } from "../crdt/history.mjs";

const sized = (b) => {
  const head = [];
  let n = b.length;
  for (; n > 127; n >>>= 7) head.push((n & 127) | 128);
  return Buffer.concat([Buffer.from([...head, n]), b]);
};
const put = (target, data) => {
  const folder = new URL(`corpus/${target}/`, import.meta.url).pathname;
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + createHash("sha1").update(data).digest("hex").slice(0, 16), data);
};

for (let seed = 1; seed <= 24; seed++) {
  const made = history(seed, seed % 3 ? "rich" : "text");
  const sent = deliveries(made).slice(0, 12);
  const doc = made.clients[0], state = Buffer.from(Y.encodeStateAsUpdate(doc));
  if (state.length > 4000) continue;
  put("crdt_decode_fuzz", state);
  put("crdt_apply_fuzz", Buffer.concat(sent.map(sized)));
  put("crdt_merge_fuzz", Buffer.concat(sent.slice(0, 8).map(sized)));
  put("crdt_diff_fuzz", Buffer.concat([sized(state), Buffer.from(Y.encodeStateVector(made.clients[1]))]));
  const text = doc.getText("content");
  const position = Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, text.length >> 1, seed % 2 ? 0 : -1)));
  put("crdt_position_fuzz", Buffer.concat([sized(state), sized(position), Buffer.from("\x00\x01\x05hello\x01\x02\x03\x02\x00\x07bonjour\x03\x04\x02ab")]));
}
