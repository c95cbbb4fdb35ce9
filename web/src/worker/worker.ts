// The application without network. Holds the files of one build, nothing of anybody's: documents are the page's business
// (lib/keep). What the server answers comes first; what is held here stands in when it does not.
//
// The list of files is put in by the build (vite.config.ts); a new build is a new list, so a new worker.

export {};

declare const FILES: readonly string[];
declare const BUILD: string;

interface Waiting extends Event {
  waitUntil: (work: Promise<unknown>) => void;
}
interface Fetching extends Waiting {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
}
interface Worker {
  addEventListener: {
    (kind: "install" | "activate", then: (event: Waiting) => void): void;
    (kind: "fetch", then: (event: Fetching) => void): void;
  };
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
}

const worker = self as unknown as Worker;
const CACHE = `carnet ${BUILD}`;
const PATIENCE_MS = 1_000;          // a line that is neither up nor down

worker.addEventListener("install", (event) => {
  event.waitUntil(hold().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (!url.pathname.startsWith("/api/")) event.respondWith(page(request));
  } else if (url.pathname.startsWith("/assets/") || FILES.includes(url.pathname)) event.respondWith(file(request));
});

async function hold(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((path) => new Request(path, { cache: path.startsWith("/assets/") ? "default" : "reload" })));
}

async function dropOthers(): Promise<void> {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
}

/** Every address is the same page. */
async function page(request: Request): Promise<Response> {
  const held = await caches.match("/", { cacheName: CACHE });
  if (!held) return fetch(request);
  const silence = new Promise<Response>((done) => setTimeout(() => done(held), PATIENCE_MS));
  const asked = fetch(request).then((response) => (response.status >= 502 && response.status <= 504 ? held : response), () => held);
  return Promise.race([asked, silence]);
}

/** Names under /assets/ carry a hash: what is held is what the server has. */
async function file(request: Request): Promise<Response> {
  const held = await caches.match(request, { cacheName: CACHE, ignoreVary: true });
  const lasting = request.url.includes("/assets/");
  if (held && lasting) return held;
  const asked = await fetch(request).catch((error: unknown) => {
    if (held) return held;
    throw error;
  });
  if (lasting && asked.ok) await (await caches.open(CACHE)).put(request, asked.clone());
  return asked;
}
