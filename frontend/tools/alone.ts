import type { Plugin, Rolldown } from "vite";

/** What only the page of a conference may bring: itself and its room. */
const ITS_OWN = /\/src\/features\/conferences\/(routes|room)\//;

type Chunks = Map<string, Rolldown.OutputChunk>;

/** Fails the build where the code of a conference's page would come with another one. */
export function conferenceAlone(): Plugin {
  return {
    name: "conference-alone",
    generateBundle(_, bundle) {
      const chunks: Chunks = new Map();
      for (const piece of Object.values(bundle)) {
        if (piece.type === "chunk") chunks.set(piece.fileName, piece);
      }
      for (const chunk of chunks.values()) {
        const begins = chunk.isEntry || chunk.isDynamicEntry;
        if (!begins || ITS_OWN.test(chunk.facadeModuleId ?? "")) continue;
        const brought = [...comingWith(chunk, chunks)].flatMap(({ moduleIds }) => moduleIds);
        const foreign = brought.find((module) => ITS_OWN.test(module));
        if (foreign) this.error(`${foreign} would come with ${chunk.name} as well.`);
      }
    },
  };
}

/** A piece, and all that is loaded for it before it runs. */
function comingWith(chunk: Rolldown.OutputChunk, chunks: Chunks, known = new Set([chunk])) {
  for (const name of chunk.imports) {
    const next = chunks.get(name);
    if (!next || known.has(next)) continue;
    known.add(next);
    comingWith(next, chunks, known);
  }
  return known;
}
