import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const out = "../src/larouter/dashboard/static";

/** The router sends files from memory; packed once here, they are packed for ever. */
function packed(): Plugin {
  return {
    name: "packed",
    closeBundle() {
      for (const folder of [out, join(out, "assets")]) {
        for (const name of readdirSync(folder)) {
          if (/\.(js|css|html|svg)$/.test(name)) {
            const path = join(folder, name);
            writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
          }
        }
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwindcss(), packed()],
  build: { outDir: out, emptyOutDir: true, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { proxy: { "/api": "http://127.0.0.1:8080", "/v1": "http://127.0.0.1:8080" } },
});
