// Names the cache of the built service worker after what is in it: all that the worker gives an address of.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DIST = join(import.meta.dirname, "../dist");
const WORKER = join(DIST, "service-worker.js");
const NAME = '"offline-0"';

const source = readFileSync(WORKER, "utf8");
if (!source.includes(NAME)) throw new Error("The service worker has no cache to be named.");
const content = createHash("sha256");
for (const [, address] of source.matchAll(/"(\/[^"]+)"/g)) {
  content.update(readFileSync(join(DIST, address)));
}
writeFileSync(WORKER, source.replace(NAME, `"offline-${content.digest("hex").slice(0, 16)}"`));
