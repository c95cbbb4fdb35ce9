// Loads modules of the page (TypeScript) into Node, through the Vite that builds it; all share one graph, so one Yjs.
import { createRequire } from "node:module";
import { after } from "node:test";
import { pathToFileURL } from "node:url";

const web = new URL("../../web/", import.meta.url);
const vite = createRequire(new URL("package.json", web)).resolve("vite");
const { createServer } = await import(pathToFileURL(vite).href);
const server = await createServer({
  configFile: false,
  root: web.pathname,
  appType: "custom",
  logLevel: "error",
  cacheDir: new URL("../../build/vite", import.meta.url).pathname,
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, ws: false, watch: null },
});
after(() => server.close());

/** load("lib/live/ledger.ts") gives that module's exports. */
export const load = (path) => server.ssrLoadModule(`/src/${path}`);

/** The very copy of a package that those modules use. */
export async function library(name) {
  const { id } = await server.environments.ssr.pluginContainer.resolveId(name, new URL("src/lib/live.ts", web).pathname);
  return import(pathToFileURL(id).href);
}
