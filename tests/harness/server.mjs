// The server as the black-box tests see it: the real binary on a folder of its own, loaded with the sample cohort.
// The sample is loaded once per build into a template and copied, because hashing the passwords of forty people takes
// time. Whatever the sanitizers say on stderr fails the test that stops the server.
import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { Person } from "./person.mjs";
import { slowLine } from "./slowLine.mjs";

const run = promisify(execFile);
export const root = new URL("../..", import.meta.url).pathname;
export const binary = process.env.CARNET_BIN ?? join(root, "build/asan/carnet");
export const sanitized = binary.includes("/asan/");
/** Time-outs are generous, and more so under the sanitizers: they catch hangs and judge no speed. */
export const patience = (ms) => ms * (sanitized ? 3 : 1);
export const password = "passerelles-2026";
export const email = (id) => `${id}@exemple.invalid`;
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
/** The day it is at the school. */
export const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(new Date());

const sanitizers = { ASAN_OPTIONS: "detect_leaks=1:abort_on_error=1", UBSAN_OPTIONS: "print_stacktrace=1" };
const complaint = /Sanitizer|runtime error:|Assertion .* failed/;
// The server closes what a decision closes before it answers; its own sweep, half a minute later, is a net that must stay empty.
const unseen = /a right was lost unseen/;

/** Runs one sub-command to its end; never throws: {code, stdout, stderr}. */
export async function carnet(args, { env = {}, timeout = 120_000 } = {}) {
  try {
    const { stdout, stderr } = await run(binary, args, { env: { ...process.env, ...sanitizers, ...env }, timeout });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return { code: error.code ?? error.signal, stdout: error.stdout ?? "", stderr: error.stderr ?? String(error) };
  }
}

export function temporaryFolder(name = "carnet-test-") {
  return mkdtempSync(join(tmpdir(), name));
}

async function template(now) {
  const { mtimeMs, size } = statSync(binary);
  const day = now ? now.replace(/[^0-9]/g, "") : new Date().toISOString().slice(0, 10);
  const folder = join(root, "build/test-data", `${Math.round(mtimeMs)}-${size}-${day}`);
  if (existsSync(folder)) return folder;
  mkdirSync(join(root, "build/test-data"), { recursive: true });
  for (const old of readdirSync(join(root, "build/test-data")).map((n) => join(root, "build/test-data", n)))
    if (Date.now() - statSync(old, { throwIfNoEntry: false })?.mtimeMs > 86_400_000) rmSync(old, { recursive: true, force: true });
  const fresh = mkdtempSync(join(root, "build/test-data/loading-"));
  const before = now && { CARNET_NOW: new Date(Date.parse(now) - 600_000).toISOString() };      // it takes a while, and nothing may be made after `now`
  const loaded = await carnet(["demo", "--data", fresh, ...(now ? ["--as-is"] : [])], { env: before ?? {} });
  if (loaded.code !== 0 || complaint.test(loaded.stderr)) throw new Error(`demo failed: ${loaded.code}\n${loaded.stderr.slice(-6000)}`);
  try {
    renameSync(fresh, folder);
  } catch {
    rmSync(fresh, { recursive: true, force: true }); // another test file was faster
  }
  return folder;
}

/** A fresh folder holding the sample cohort. With `now`, its dates stay as written and the clock starts there. */
export async function sampleFolder({ now, into } = {}) {
  const folder = into ?? temporaryFolder();
  cpSync(await template(now), folder, { recursive: true, filter: (path) => !/\/(lock|control)$/.test(path) });
  return folder;
}

export class Server {
  /** Starts on a fresh sample folder, or on `data`. With `t`, the server is stopped and checked when that test ends. */
  static async start(t, { data, port = 0, now, config, program = binary, wrap = [], env = {} } = {}) {
    const server = new Server();
    server.ownsData = !data;
    server.data = data ?? (await sampleFolder({ now }));
    server.options = { config, program, wrap, env: { ...env, ...(now ? { CARNET_NOW: now } : {}) } };
    server.log = "";
    server.people = new Map();
    if (t) t.after(() => server.end());
    await server.launch(port);
    return server;
  }

  async launch(port) {
    const { wrap, env } = this.options;
    if (process.env.CARNET_SLOW_LINE) this.line ??= await slowLine(Number(process.env.CARNET_SLOW_LINE));
    const config = this.line ? { origins: this.line.origin, ...this.options.config } : this.options.config;
    this.configFile ??= `${temporaryFolder("carnet-conf-")}/carnet.conf`;
    writeFileSync(this.configFile, Object.entries({ web: join(root, "build/web"), ...config }).map(([k, v]) => `${k} = ${v}\n`).join(""));
    const args = ["serve", "--data", this.data, "--listen", `127.0.0.1:${port}`, "--config", this.configFile];
    const [program, ...first] = [...wrap, this.options.program];
    this.child = spawn(program, [...first, ...args], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...sanitizers, ...env } });
    this.exited = new Promise((done) => this.child.on("exit", (code, signal) => done({ code, signal })));
    this.child.stderr.on("data", (d) => (this.log = (this.log + d).slice(-200_000)));
    const lines = createInterface({ input: this.child.stdout });
    this.url = await new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error(`no "listening on" line within the time\n${this.log.slice(-3000)}`)), patience(20_000));
      lines.on("line", (line) => {
        const found = /^listening on (http:\/\/127\.0\.0\.1:(\d+))$/.exec(line);
        if (found) clearTimeout(late), done(found[1]);
      });
      this.exited.then(({ code, signal }) => (clearTimeout(late), fail(new Error(`serve ended: ${code ?? signal}\n${this.log.slice(-3000)}`))));
    });
    this.port = Number(new URL(this.url).port);
    if (this.line) this.line.to = this.port;
    this.origin = this.line?.origin ?? this.url;
    this.live = `ws://127.0.0.1:${this.port}/live`;
  }

  get pid() {
    return this.child.pid;
  }

  get alive() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** SIGTERM; the contract says exit 0 within five seconds. */
  async stop({ within = patience(5000) } = {}) {
    if (!this.alive) throw new Error(`the server was not running: ${this.child.exitCode ?? this.child.signalCode}\n${this.log.slice(-6000)}`);
    this.child.kill("SIGTERM");
    let late;
    const ended = await Promise.race([this.exited, new Promise((done) => (late = setTimeout(done, within, null)))]);
    clearTimeout(late);
    if (!ended) {
      this.child.kill("SIGKILL");
      throw new Error(`the server did not end within ${within} ms of SIGTERM\n${this.log.slice(-3000)}`);
    }
    this.check();
    if (ended.code !== 0) throw new Error(`SIGTERM ended with ${ended.code ?? ended.signal}, expected exit 0\n${this.log.slice(-6000)}`);
  }

  async kill() {
    this.child.kill("SIGKILL");
    await this.exited;
    this.check();
  }

  check() {
    if (unseen.test(this.log)) throw new Error(`a socket was closed by the sweep alone:\n${this.log.slice(-3000)}`);
    if (complaint.test(this.log)) throw new Error(`the sanitizers complain:\n${this.log.slice(Math.max(0, this.log.search(complaint) - 300)).slice(0, 6000)}`);
  }

  /** On the same folder and port, as a supervisor would; with `now`, at that moment. */
  async restart({ now } = {}) {
    if (now) this.options.env.CARNET_NOW = now;
    await this.launch(this.port);
  }

  async end() {
    try {
      if (this.alive) await this.stop({ within: patience(15_000) });
      else if (this.child.exitCode !== 0 && this.child.signalCode !== "SIGKILL") {
        await sleep(200); // its last words are still on their way
        throw new Error(`the server ended on its own: ${this.child.exitCode ?? this.child.signalCode}\n${this.log.slice(-6000)}`);
      }
      this.check();
    } finally {
      this.line?.end();
      if (this.ownsData && !process.env.CARNET_KEEP)
        for (const path of [this.data, `${this.data}.backup-key`]) rmSync(path, { recursive: true, force: true });
      if (this.configFile) rmSync(dirname(this.configFile), { recursive: true, force: true });
    }
  }

  /** A signed-in person of the sample (cookie and Origin); signed in once per server unless `again`. */
  async as(id, { again = false } = {}) {
    if (again || !this.people.has(id)) this.people.set(id, Person.signIn(this, id));
    return this.people.get(id);
  }

  /** The same with a personal token, made by the command line. */
  async asToken(id) {
    const made = await carnet(["token", "--data", this.data, "--email", email(id)]);
    if (made.code !== 0) throw new Error(`token failed: ${made.code} ${made.stderr}`);
    return new Person(this, id, { authorization: `Bearer ${made.stdout.trim()}` });
  }

  nobody(headers = {}) {
    return new Person(this, null, headers);
  }

  /** What it has had of the processor since it started, in ms, whatever else the machine does. */
  processorTime() {
    const fields = readFileSync(`/proc/${this.pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10; // utime and stime, in hundredths
  }

  /** Resident memory in bytes. */
  memory() {
    return statusField(this.pid, "VmRSS") * 1024;
  }
}


function statusField(pid, name) {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
}
