// What a page may weigh when it is first opened: its JavaScript, compressed, with the words of the longest language.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const DIST = join(import.meta.dirname, "../dist");
const MANIFEST = JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8"));
const LANGUAGES = ["en", "fr", "ar"];
const door = (language) => `src/locales/${language}/door.ts`;
const all = (language) => `src/locales/${language}/index.ts`;

const PAGES = {
  "Signing in": {
    most: 150,
    parts: ["src/features/accounts/routes/SignIn.tsx"],
    words: [door],
  },
  Home: {
    most: 220,
    parts: ["src/app/Inside.tsx", "src/app/Shell.tsx", "src/features/timeline/routes/Home.tsx"],
    words: [door, all],
  },
};

/** The files that come with some sources, each once. */
function filesOf(sources, known = new Set()) {
  for (const source of sources) {
    const chunk = MANIFEST[source];
    if (!chunk) throw new Error(`The manifest knows no ${source}.`);
    if (known.has(chunk.file)) continue;
    known.add(chunk.file);
    filesOf(chunk.imports ?? [], known);
  }
  return known;
}

function weigh(files) {
  const sizes = [...files].map((file) => gzipSync(readFileSync(join(DIST, file))).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

function heaviest({ parts, words }) {
  const weights = LANGUAGES.map((language) =>
    weigh(filesOf(["index.html", ...parts, ...words.map((of) => of(language))])),
  );
  return Math.max(...weights);
}

for (const [name, page] of Object.entries(PAGES)) {
  const weight = heaviest(page);
  console.log(
    `${name}: ${weight.toFixed(1)} kB of JavaScript, compressed, of at most ${page.most}`,
  );
  if (weight > page.most) process.exitCode = 1;
}
