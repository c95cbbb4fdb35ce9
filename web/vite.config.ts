// How the page is built: one entry, the editor in a chunk of its own, everything served by us under a strict CSP
// (so nothing is inlined as data: and no script is put in the HTML).
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const server = "http://127.0.0.1:8080";

// The server sends FILE.br to browsers that take it; what is compressed already (fonts, images) gains nothing.
function brotli(): Plugin {
  return {
    name: "brotli",
    writeBundle({ dir = "" }) {
      for (const file of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
        if (!/\.(js|css|html|svg|json|webmanifest)$/.test(file)) continue;
        const text = readFileSync(join(dir, file));
        writeFileSync(`${join(dir, file)}.br`, brotliCompressSync(text, {
          params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
        }));
      }
    },
  };
}

export default defineConfig({
  base: "/",
  plugins: [brotli()],
  build: {
    target: ["chrome111", "firefox128", "safari16.4"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 900,
    // Besides the page, the style of what guests read, at an address that the server knows.
    rollupOptions: {
      input: ["index.html", "src/styles/lecture.css"],
      output: { assetFileNames: ({ names }) => (names.includes("lecture.css") ? "lecture.css" : "assets/[name]-[hash][extname]") },
    },
  },
  server: {                                       // `npx vite` beside `make run`
    proxy: { "/api": server, "/lecture": server, "/live": { target: server, ws: true } },
  },
});
