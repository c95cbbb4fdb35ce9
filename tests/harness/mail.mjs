// A real mail server (Debian's aiosmtpd) and peers that misbehave, for the server under test.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { patience, root, sleep } from "./server.mjs";

/** The settings that point a server at a port. */
export const mailSettings = (port, more = {}) => ({
  "smtp-url": `smtp://127.0.0.1:${port}`, "smtp-tls": "off", "mail-from": "Carnet d’essai <carnet@exemple.invalid>", "mail-retry": "1", "smtp-timeout": "2", ...more,
});

export async function until(what, question, ms = patience(15_000)) {
  for (const end = Date.now() + ms; ; await sleep(40)) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not within the time: ${typeof what === "function" ? await what() : what}`);
  }
}

export class MailServer {
  static async start(t, port) {
    const server = new MailServer();
    server.letters = [];
    server.modes = [];
    server.child = spawn("/usr/bin/python3", [`${root}tests/harness/mail_server.py`, ...(port ? [String(port)] : [])], { stdio: ["pipe", "pipe", "inherit"] });
    server.exited = new Promise((done) => server.child.on("exit", done));
    if (t) t.after(() => server.stop());
    const lines = createInterface({ input: server.child.stdout });
    server.port = await new Promise((done, fail) => {
      server.child.on("exit", (code) => fail(new Error(`the mail server ended: ${code}`)));
      lines.on("line", (line) => {
        const event = JSON.parse(line);
        if (event.port) done(event.port);
        if (event.mode) server.modes.push(event.mode);
        if (event.mail) server.letters.push(event.mail);
      });
    });
    return server;
  }
  async mode(word) {
    const before = this.modes.length;
    this.child.stdin.write(`${word}\n`);
    await until(`mode ${word}`, () => this.modes.length > before);
  }
  /** Letters an administrator sent to see whether letters leave. */
  get tests() {
    return this.letters.filter((l) => l.headers.subject === "Carnet sait écrire des messages");
  }
  /** The first letter for which `fits` holds, waited for. */
  letter(fits, what = String(fits)) {
    return until(() => `${what}; there are ${JSON.stringify(this.letters.map((l) => [l.to, l.headers.subject]))}`, () => this.letters.find(fits));
  }
  async stop() {
    this.child.stdin.end();
    if (this.child.exitCode === null) await Promise.race([this.exited, sleep(5000)]);
    this.child.kill("SIGKILL");
  }
}

/** A peer on a loopback port that treats each connection as `talk(socket, number)` does: {port, connections}. */
export function badPeer(t, talk) {
  const peer = { connections: 0, sockets: new Set() };
  const server = createServer((socket) => {
    peer.sockets.add(socket);
    socket.on("error", () => {});
    talk(socket, peer.connections++);
  });
  t.after(() => {
    for (const s of peer.sockets) s.destroy();
    server.close();
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(Object.assign(peer, { port: server.address().port }))));
}

/** Speaks SMTP up to the text of a letter, then does `end(socket, text)`. */
export function talkThenEnd(end) {
  return (socket) => {
    let text = null, rest = "";
    socket.write("220 peer\r\n");
    socket.on("data", (d) => {
      rest += d.toString("latin1");
      if (text !== null) {
        text += rest;
        rest = "";
        if (text.endsWith("\r\n.\r\n")) end(socket, text);
        return;
      }
      for (let at; text === null && (at = rest.indexOf("\r\n")) >= 0; ) {
        const line = rest.slice(0, at);
        rest = rest.slice(at + 2);
        if (/^DATA/i.test(line)) (text = ""), socket.write("354 go on\r\n");
        else socket.write(/^QUIT/i.test(line) ? "221 bye\r\n" : "250 peer\r\n");
      }
    });
  };
}
