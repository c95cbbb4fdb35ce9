// make bench: the page under a long text. 110,000 signes with tables, footnotes and 200 comments, ten people typing in it, the
// processor of the page slowed four times; beside it, in the same run on the same machine, the same keys in an empty text
// and in the browser's own editable paragraphs, empty and with the same text, which nothing of ours touches: the floor.
//   key      from the key press to the end of the frame that shows its letter (frames are not held back by a screen's rate)
//   opening  from the address to the text on the screen, ready to be written, as at a second visit; and the processor's part of it
//   cold     the same without server, in a new tab of a device that is one's own
//   hour     with CARNET_BENCH_HOUR=1: 18,000 keys, five a second for an hour, as fast as they go; what the page keeps in memory
import { chromium } from "playwright-core";
import { windowOf } from "../harness/browser.mjs";
import { message, RawClient, until } from "../harness/live.mjs";
import { root, Server, sleep } from "../harness/server.mjs";

const SIGNES = 110_000, COMMENTS = 200, WRITERS = 10, SLOWER = 4, KEYS = 240, BETWEEN_KEYS_MS = 120, EDIT_EVERY_MS = 250;
const KEPT_AFTER_MS = 2_000, OPENINGS = 5, HOUR_KEYS = 18_000;

/** A dossier as people write them: sections, paragraphs, lists, a table in each section, footnotes. */
function dossier() {
  const words = "le marché ouvre chaque lundi devant la salle commune et les familles viennent parler de leurs semaines avant que la réunion commence".split(" ");
  let seed = 7;
  const next = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const sentence = () => {
    const said = Array.from({ length: 9 + next(12) }, () => words[next(words.length)]).join(" ");
    return `${said[0].toUpperCase()}${said.slice(1)}.`;
  };
  const parts = ["# Dossier professionnel"], notes = [];
  let length = 0, paragraph = 0;
  for (let section = 1; length < SIGNES; section++) {
    const some = [`## ${section}. ${sentence().slice(0, -1)}`];
    for (let i = 0; i < 9; i++) {
      let text = `Passage ${++paragraph} : ${Array.from({ length: 4 }, sentence).join(" ")}`;
      if (i % 3 === 1) text += ` **${sentence()}** [Le compte rendu](https://exemple.invalid/${paragraph}) *${sentence()}*`;
      if (i % 4 === 2) {
        notes.push(`[^${notes.length + 1}]: ${sentence()}`);
        text += `[^${notes.length}]`;
      }
      some.push(text);
    }
    some.push(Array.from({ length: 5 }, () => `- ${sentence()}`).join("\n"));
    some.push(["| Action | Quand | Qui | Combien |", "| --- | --- | --- | ---: |", ...Array.from({ length: 6 }, (_, i) => `| ${sentence().slice(0, 30)} | mois ${i + 1} | équipe | ${next(900)} |`)].join("\n"));
    parts.push(...some);
    length += some.join("").length;
  }
  return { text: `${[...parts, ...notes].join("\n\n")}\n`, paragraphs: paragraph };
}

const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];

/** Notes in the page how long each key takes, and when the text is first there to be written in. */
function instrument() {
  window.keyTimes = [];
  window.textAt = null;
  const channel = new MessageChannel();
  let pressed = [];
  channel.port1.onmessage = () => {
    const now = performance.now();
    for (const at of pressed) window.keyTimes.push(now - at);
    pressed = [];
  };
  addEventListener("keydown", (event) => {
    const at = event.timeStamp;
    requestAnimationFrame(() => {
      pressed.push(at);
      channel.port2.postMessage(null);
    });
  }, { capture: true });
  const look = () => {
    if (document.querySelector(".cm-content[contenteditable=true] .cm-line")) window.textAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function typeKeys(page, keys) {
  await page.evaluate(() => (window.keyTimes = []));
  for (let i = 0; i < keys; i++) {
    await page.keyboard.press(i % 7 === 6 ? "Space" : "abcdefghijklmnop"[i % 16]);
    await sleep(BETWEEN_KEYS_MS);
  }
  await sleep(300);
  return page.evaluate(() => window.keyTimes);
}

/** Processor time of the page's own thread since its address was opened, in ms. */
async function busy(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find((metric) => metric.name === "TaskDuration").value * 1000;
}

async function opened(session, visit) {
  const times = { time: [], cpu: [] };
  for (let i = 0; i < OPENINGS; i++) {
    times.time.push(await visit());
    times.cpu.push(await busy(session));
  }
  return times;
}

async function slowed(page, rate) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  return session;
}

const surface = (page) => page.getByRole("textbox", { name: "Texte de la page" });
async function ready(page) {
  await until(() => page.evaluate(() => window.textAt !== null), "the text", 60_000);
  return page.evaluate(() => window.textAt);
}

/** Into the middle of what is on the screen, in the words of a paragraph. */
async function placeCaret(page, words) {
  await page.locator(".cm-line", { hasText: words }).first().click({ position: { x: 300, y: 40 }, force: true });
  await page.keyboard.press("End");
  if (!(await page.evaluate(() => document.activeElement.classList.contains("cm-content")))) throw new Error("the caret is not in the text");
}

/** Nothing answers any more: what the device has kept opens in a new tab. */
async function coldStarts(context, server, path, rate) {
  const times = [];
  for (let i = 0; i < OPENINGS; i++) {
    const page = await context.newPage();
    await slowed(page, rate);
    await page.goto(server.origin + path);
    times.push(await ready(page));
    await page.close();
  }
  return times;
}

/** The browser's own surface with these paragraphs, and keys in one of them. */
async function bare(context, paragraphs) {
  const page = await context.newPage();
  await page.goto("about:blank");
  await page.evaluate((all) => {
    document.body.innerHTML = '<div contenteditable="true" spellcheck="false" style="max-inline-size: 42rem; margin: 4rem auto; font: 18px/1.6 serif"></div>';
    document.querySelector("div").append(...all.map((words) => Object.assign(document.createElement("p"), { textContent: words })));
    const words = document.querySelectorAll("p")[Math.min(2, all.length - 1)];
    words.scrollIntoView({ block: "center" });
    document.querySelector("div").focus();
    document.getSelection().collapse(words.firstChild, words.textContent.length);
  }, paragraphs);
  await slowed(page, SLOWER);
  await typeKeys(page, 30);
  const times = await typeKeys(page, KEYS);
  await page.close();
  return times;
}

function others(people, document) {
  const clients = [];
  let typing = true;
  const run = async (person, i) => {
    const client = await RawClient.open(person, document, { protocol: "carnet" });
    await client.sync();
    clients.push(client);
    for (let n = 0; typing; n++) {
      const at = Math.floor((client.text.length * (i + 0.5)) / WRITERS);
      client.type("abcde "[n % 6], at);
      if (n % 8 === 0) client.send(message.awareness([{ id: client.doc.clientID, clock: n + 1, state: { user: { id: person.person.id, name: person.person.name, author: i + 1 }, cursor: null, writing: true } }]));
      client.messages.length = 0;
      await sleep(EDIT_EVERY_MS);
    }
    client.end();
  };
  const running = people.map(run);
  return async () => {
    typing = false;
    await Promise.all(running);
  };
}

async function main() {
  const server = await Server.start(undefined, { program: process.env.CARNET_BIN ?? `${root}build/carnet`, config: { "live-rate": 0 } });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-frame-rate-limit", "--disable-gpu-vsync"],
  });
  try {
    const all = await Promise.all(Array.from({ length: 14 }, (_, i) => server.as(`stg-${String(i + 1).padStart(2, "0")}`)));
    const group = (await all[1].get("/api/groups")).is(200).json.find((one) => one.kind === "commons").id;
    const long = await all[1].newPage("Dossier", group), empty = await all[1].newPage("Vide", group);
    const writers = [];
    for (const person of all.slice(2)) if ((await person.get(`/api/documents/${long}`)).status === 200) writers.push(person);
    while (writers.length < WRITERS) writers.push(writers[writers.length % 3]);
    const { text, paragraphs } = dossier();
    for (const [document, words] of [[long, text], [empty, "Passage 1 : rien encore.\n"]]) {
      const client = await RawClient.open(writers[0], document, { protocol: "carnet" });
      await client.sync();
      await client.settled(client.type(words, 0));
      client.end();
    }
    for (let i = 0; i < COMMENTS; i++) {
      const author = writers[i % writers.length];
      const exact = `Passage ${1 + Math.floor((i * paragraphs) / COMMENTS)} :`;
      const anchor = { exact, prefix: "", suffix: "" };
      (await author.post(`/api/documents/${long}/comments`, { key: `bench-remark-${String(i).padStart(6, "0")}`, kind: "question", body: "Qui l'a dit ?", anchor })).is(201);
    }
    const signes = (await all[1].get(`/api/documents/${long}`)).is(200).json.signes;
    console.log(`\nthe page: a text of ${signes ?? text.length} signes, ${COMMENTS} comments, ${WRITERS} people typing 4 letters a second each, processor slowed ${SLOWER} times`);

    const page = await windowOf(browser, server, "stg-02", { path: "/" });
    await page.context().addInitScript(instrument);
    const visit = async (document) => {
      await page.goto(`${server.origin}/equipes/${group}/${document}`);
      return ready(page);
    };
    await visit(long);                              // the code is kept from here on
    const stop = others(writers.slice(0, WRITERS), long);
    const session = await slowed(page, SLOWER);
    const openings = await opened(session, () => visit(long));
    await page.getByText("Qui l'a dit ?").first().waitFor({ timeout: 60_000 });
    await placeCaret(page, "Passage 2 :");
    await sleep(1_000);
    await typeKeys(page, 30);
    const inLong = await typeKeys(page, KEYS);
    await stop();
    const alone = await typeKeys(page, KEYS);
    const emptyOpenings = await opened(session, () => visit(empty));
    await placeCaret(page, "Passage 1 :");
    await typeKeys(page, 30);
    const inEmpty = await typeKeys(page, KEYS);
    const bareEmpty = await bare(page.context(), ["Passage 1 : rien encore."]);
    const bareLong = await bare(page.context(), text.split("\n").filter((line) => line !== ""));
    const row = (name, list, unit = "ms") => console.log(`  ${name.padEnd(44)} median ${quantile(list, 0.5).toFixed(1).padStart(7)}   p95 ${quantile(list, 0.95).toFixed(1).padStart(7)}   worst ${Math.max(...list).toFixed(1).padStart(7)} ${unit}   (${list.length})`);
    row("key, long text, ten others typing", inLong);
    row("key, long text, alone", alone);
    row("key, empty text", inEmpty);
    row("key, the browser's own surface, long text", bareLong);
    row("key, the browser's own surface, empty", bareEmpty);
    row("opening, long text, ten others typing", openings.time);
    row("  of which the page's own processor time", openings.cpu);
    row("opening, empty text", emptyOpenings.time);
    row("  of which the page's own processor time", emptyOpenings.cpu);
    const times = (list, floor) => [0.5, 0.95].map((q) => `× ${(quantile(list, q) / quantile(floor, q)).toFixed(1)}`).join(" and ");
    console.log(`  key, median and p95: long with ten others / the browser's own, long ${times(inLong, bareLong)}; long alone / empty ${times(alone, inEmpty)}; empty / the browser's own, empty ${times(inEmpty, bareEmpty)}`);
    console.log(`  long / empty: opening × ${(quantile(openings.time, 0.5) / quantile(emptyOpenings.time, 0.5)).toFixed(1)}`);
    if (process.env.CARNET_BENCH_HOUR) await hour(page, session, visit, long, others(writers.slice(0, WRITERS), long));
    await visit(long);
    await page.getByText("Enregistré").first().waitFor();
    await page.waitForTimeout(KEPT_AFTER_MS);
    await server.kill();
    for (const rate of [1, SLOWER]) row(`cold start without server, long text${rate > 1 ? `, slowed ${rate} times` : ""}`, await coldStarts(page.context(), server, `/equipes/${group}/${long}`, rate));
  } finally {
    await browser.close();
    await server.end();
  }
}

async function hour(page, session, visit, document, stop) {
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await visit(document);
  await placeCaret(page, "Passage 2 :");
  await session.send("HeapProfiler.enable");
  const kept = async () => {
    await session.send("HeapProfiler.collectGarbage");
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize / 1e6;
  };
  const sizes = [];
  for (let done = 0; done < HOUR_KEYS;) {
    for (let i = 0; i < HOUR_KEYS / 6; i++, done++) {
      const key = done % 40 === 39 ? "Backspace" : done % 97 === 96 ? "Enter" : done % 7 === 6 ? "Space" : "abcdefghijklmnop"[done % 16];
      await session.send("Input.dispatchKeyEvent", { type: "keyDown", key: key === "Space" ? " " : key, code: key.length === 1 ? `Key${key.toUpperCase()}` : key, text: key === "Space" ? " " : key === "Enter" ? "\r" : key.length === 1 ? key : undefined, windowsVirtualKeyCode: key === "Backspace" ? 8 : key === "Enter" ? 13 : undefined });
      await session.send("Input.dispatchKeyEvent", { type: "keyUp", key });
    }
    sizes.push(await kept());
  }
  await stop();
  console.log(`  an hour of typing: what the page keeps, at each tenth minute, MB: ${sizes.map((n) => n.toFixed(1)).join(" ")}`);
}

await main();
