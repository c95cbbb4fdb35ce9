// Sentences changed apart, told to the server, which shows them to those who changed them. The words are in the text already:
// what cannot be told after some tries is only not shown.
import * as Y from "yjs";

import { json, Problem, request } from "../api";
import { base64url } from "../bytes";
import type { Apart } from "./apart";
import { backoff } from "./backoff";

const MOST = 20;                    // of one return: somebody who rewrote the whole text wants to read it whole
const LONGEST = 10_000;
const CLIENTS = 16;
const TRIES = 8;

/** `told` is called when the list has changed. */
export function tellApart(document: string, text: Y.Text, all: readonly Apart[], told: () => void): void {
  const position = (at: number, side: number) => base64url(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, at, side)));
  const short = all.filter(({ mine, theirs, merged }) => Math.max(mine.length, theirs.length, merged.length) <= LONGEST);
  for (const { mine, theirs, merged, from, to, clients } of short.slice(0, MOST)) {
    const body = { mine, theirs, merged, start: position(from, 0), end: position(to, -1), clients: clients.slice(0, CLIENTS) };
    void send(`/api/documents/${document}/apart`, body).then((taken) => taken && told());
  }
}

async function send(path: string, body: unknown): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      await request(path, json("POST", body));
      return true;
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return false;
      await new Promise((done) => setTimeout(done, backoff(attempt)));
    }
  }
  return false;
}
