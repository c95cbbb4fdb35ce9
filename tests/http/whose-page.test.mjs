// A page says for whom it is: what it sends is never taken from somebody else who is signed in by then.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RawClient, updateOf } from "../harness/live.mjs";
import { Server } from "../harness/server.mjs";

let server, idriss, document;
before(async () => {
  server = await Server.start();
  idriss = await server.as("stg-02");
  document = await idriss.newPage("Le marché");
});
after(() => server.end());

const octets = () => ({ body: Buffer.from(updateOf("À moi.", 1000 + Math.floor(Math.random() * 2e9))), headers: { "content-type": "application/octet-stream", "carnet-state-vector": "AA" } });
const saying = (options, id) => ({ ...options, headers: { ...options.headers, "carnet-person": id } });

for (const [whom, id] of [["another person's page", "stg-01"], ["the page of nobody there is", "stg-99"], ["a page that names no person", "Maëlle!"], ["a page with a very long name", "a".repeat(200)]]) {
  test(`${whom} is told that somebody else is signed in, and changes nothing`, async () => {
    const asks = [
      ["GET", "/api/me", {}], ["GET", `/api/documents/${document}/text`, {}], ["PUT", `/api/documents/${document}/title`, { json: { title: "Détourné" } }],
      ["POST", "/api/journal/entries", { json: {} }], ["POST", `/api/documents/${document}/updates`, octets()],
      ["PUT", `/api/documents/${document}/images/0123456789abcdef0123456789abcdef`, { body: "GIF89a", headers: { "content-type": "application/octet-stream" } }],
      ["DELETE", "/api/session", {}],
    ];
    const entries = async () => (await idriss.get("/api/journal")).is(200).json.entries.length;
    const before = await entries();
    for (const [method, path, options] of asks) assert.equal((await idriss.send(method, path, saying(options, encodeURI(id)))).is(401).json.code, "session.other", `${method} ${path}`);
    assert.equal(await entries(), before);
    assert.equal(await idriss.text(document), "");
    assert.equal((await idriss.get(`/api/documents/${document}`)).json.title, "Le marché");
    (await idriss.get("/api/me")).is(200);
    for (const path of [`/live/${document}?as=${encodeURIComponent(id)}`, `/live/${document}?x=1&as=${encodeURIComponent(id)}`]) {
      const client = await RawClient.open(idriss, document, { path });
      assert.equal(await client.code(), 4401, path);
      assert.deepEqual(client.messages, []);
    }
  });
}

test("one's own page, and who does not say for whom, are answered; a token likewise; without a sign-in it is the sign-in that is missing", async () => {
  const token = await server.asToken("stg-02");
  for (const as of [idriss, token]) {
    (await as.get("/api/me", saying({}, "stg-02"))).is(200);
    (await as.get("/api/me", saying({}, ""))).is(200);
    (await as.send("POST", `/api/documents/${document}/updates`, saying(octets(), "stg-02"))).is(200);
    assert.equal((await as.get("/api/me", saying({}, "stg-01"))).is(401).json.code, "session.other");
    const client = await (await RawClient.open(as, document, { path: `/live/${document}?as=stg-02` })).sync();
    await client.end();
  }
  assert.equal((await server.nobody({}).get("/api/me", saying({}, "stg-02"))).is(401).json.code, "session.none");
  (await server.nobody({ origin: server.origin }).send("POST", "/api/session", saying({ json: { email: "stg-01@exemple.invalid", password: "passerelles-2026", device: "mine" } }, "stg-02"))).is(200);
});
