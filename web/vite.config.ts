// How the page is built: one entry, the editor in a chunk of its own, everything served by us under a strict CSP
// (so nothing is inlined as data: and no script is put in the HTML).
import { defineConfig } from "vite";

const server = "http://127.0.0.1:8080";

export default defineConfig({
  base: "/",
  build: {
    target: ["chrome111", "firefox128", "safari16.4"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 900,
  },
  server: {                                       // `npx vite` beside `make run`
    proxy: { "/api": server, "/live": { target: server, ws: true } },
  },
});
