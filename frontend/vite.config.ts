import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { conferenceAlone } from "./tools/alone.ts";
import { unnamedRouter } from "./tools/unnamed.ts";

// What the door needs comes in one piece: many small ones weigh more than they hold.
const DOOR =
  /node_modules\/react-dom\/|src\/(app\/providers\.|features\/accounts\/(api\/sign-in|entering|remembered|stay)\.|lib\/(api|closing|config|dates|direction|form|i18n|installable|keys|later|me|now|numbers|pieces|query|scripts|session|storage|theme|title|wanted|words)\.|components\/(Button|Checkbox|Doorway|Empty|Field|Icon|Logo|Trouble)\.)/;
// And so does what is around every page of who is signed in.
const INSIDE =
  /src\/(lib\/(again|counters|places|people|undo)\.|components\/(Dialog|Face|Skeleton|Toasts)\.)/;

// Each import() is wrapped in what Vite has for it, which fetches nothing again that failed once; ours does.
const fetching: Plugin = {
  name: "fetching-pieces",
  enforce: "pre",
  load: {
    filter: { id: /^\0vite\/preload-helper\.js$/ },
    handler: () => 'export { fetchPiece as __vitePreload } from "@/lib/pieces";',
  },
};

const api = "http://localhost:4003";

export default defineConfig({
  plugins: [react(), fetching, unnamedRouter(), conferenceAlone()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    // The policy of the page allows nothing that is written into it: every asset is a file.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: {
      polyfill: false,
      // A piece that needs no other is named as well.
      resolveDependencies: (piece, needed, { hostType }) =>
        hostType === "js" && needed.length === 0 ? [piece] : needed,
    },
    target: "es2023",
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "door", test: DOOR, priority: 2 },
            { name: "inside", test: INSIDE, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": api, "/dev": api, "/schema": api } },
  // A document is made several times sooner in a context of a thread than in a process.
  test: { environment: "jsdom", pool: "vmThreads" },
});
