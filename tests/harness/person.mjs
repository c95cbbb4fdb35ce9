// One person talking to the server: their sign-in, their HTTP requests, their websockets.
import assert from "node:assert/strict";
import { request } from "node:http";
import { email, password } from "./server.mjs";

/** One HTTP exchange, nothing added: {status, headers, body (Buffer), text, json}. */
export function exchange(server, method, path, { headers = {}, body, timeout = 60_000 } = {}) {
  return new Promise((done, fail) => {
    const options = { host: "127.0.0.1", port: server.port, method, path, agent: false, headers: { connection: "close", ...headers }, timeout };
    if (body !== undefined && options.headers["content-length"] === undefined) options.headers["content-length"] = Buffer.byteLength(body);
    const req = request(options, (res) => {
      const chunks = [];
      res.on("data", (c) => chunks.push(c));
      res.on("error", fail);
      res.on("end", () => done(new Answer(res, Buffer.concat(chunks), `${method} ${path}`)));
    });
    req.on("timeout", () => req.destroy(new Error(`${method} ${path}: no answer within ${timeout} ms`)));
    req.on("error", fail);
    req.end(body);
  });
}

class Answer {
  constructor(res, body, what) {
    Object.assign(this, { status: res.statusCode, headers: res.headers, rawHeaders: res.rawHeaders, body, what });
  }
  get text() {
    return this.body.toString("utf8");
  }
  get json() {
    return JSON.parse(this.text);
  }
  /** Throws unless the status is this one. */
  is(status) {
    assert.equal(this.status, status, `${this.what} answered ${this.status}, expected ${status}: ${this.text.slice(0, 300)}`);
    return this;
  }
}

export class Person {
  constructor(server, id, headers) {
    Object.assign(this, { server, id, headers });
  }

  static async signIn(server, id, { device = "mine" } = {}) {
    const answer = await exchange(server, "POST", "/api/session", {
      headers: { origin: server.origin, "content-type": "application/json" },
      body: JSON.stringify({ email: email(id), password, device }),
    });
    answer.is(200);
    const cookie = [answer.headers["set-cookie"] ?? []].flat().map((c) => c.split(";")[0]).join("; ");
    const person = new Person(server, id, { cookie, origin: server.origin });
    person.setCookie = [answer.headers["set-cookie"] ?? []].flat();
    person.person = answer.json.person;
    return person;
  }

  send(method, path, { json, body, headers = {}, ...rest } = {}) {
    const all = { ...this.headers, ...headers };
    if (json !== undefined) {
      body = JSON.stringify(json);
      all["content-type"] ??= "application/json";
    }
    if (body === undefined && ["POST", "PUT", "PATCH"].includes(method)) body = "";
    return exchange(this.server, method, path, { headers: all, body, ...rest });
  }

  get(path, options) {
    return this.send("GET", path, options);
  }
  post(path, json, options) {
    return this.send("POST", path, { json, ...options });
  }
  put(path, json, options) {
    return this.send("PUT", path, { json, ...options });
  }
  delete(path, options) {
    return this.send("DELETE", path, options);
  }

  /** A new private entry: its document id. */
  async newEntry(title) {
    return (await this.post("/api/journal/entries", title === undefined ? {} : { title })).is(201).json.document;
  }

  /** A new page of this person's team: its document id. */
  async newPage(title = "Page d’essai", group) {
    group ??= (await this.get("/api/groups")).is(200).json.find((g) => g.mine && g.kind === "team").id;
    return (await this.post(`/api/groups/${group}/pages`, { title })).is(201).json.id;
  }

  async text(document) {
    return (await this.get(`/api/documents/${document}/text`)).is(200).text;
  }

  /** The sample entry with this title, among one's own. */
  async ownEntry(title) {
    const { entries } = (await this.get("/api/journal")).is(200).json;
    const found = entries.find((e) => e.title === title);
    assert.ok(found, `${this.id} has an entry called ${title}`);
    return found;
  }
}
