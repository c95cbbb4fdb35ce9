// How the page is built: one entry, the editor in a chunk of its own, everything served by us under a strict CSP
// (so nothing is inlined as data: and no script is put in the HTML).
import { createHash } from "node:crypto";
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

// The worker that holds the page for the times without network is told what there is to hold; a face that few choose,
// when they do. Its address is fixed.
function offline(): Plugin {
  return {
    name: "offline",
    writeBundle({ dir = "" }) {
      const files = readdirSync(dir, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(js|css|svg|png|woff2|webmanifest)$/.test(file) && !["worker.js", "lecture.css"].includes(file) && !/opendyslexic/.test(file)).map((file) => `/${file}`).sort();
      const build = createHash("sha256");
      for (const file of ["/index.html", ...files]) build.update(file).update(readFileSync(join(dir, file)));
      const worker = join(dir, "worker.js");
      writeFileSync(worker, `const FILES = ${JSON.stringify(["/", ...files])}, BUILD = "${build.digest("hex").slice(0, 16)}";\n${readFileSync(worker, "utf8")}`);
    },
  };
}

export default defineConfig({
  base: "/",
  plugins: [offline(), brotli()],
  build: {
    target: ["chrome111", "firefox128", "safari16.4"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 900,
    // Besides the page: its worker, and the style of what guests read, at addresses that the browser and the server know.
    rollupOptions: {
      input: ["index.html", "src/worker/worker.ts", "src/styles/lecture.css"],
      output: {
        entryFileNames: ({ name }) => (name === "worker" ? "worker.js" : "assets/[name]-[hash].js"),
        assetFileNames: ({ names }) => (names.includes("lecture.css") ? "lecture.css" : "assets/[name]-[hash][extname]"),
      },
    },
  },
  server: {                                       // `npx vite` beside `make run`
    proxy: { "/api": server, "/lecture": server, "/live": { target: server, ws: true } },
  },
});
