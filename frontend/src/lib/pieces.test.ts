import { beforeEach, expect, it, vi } from "vitest";
import { Refusal } from "@/lib/api";

const asked: string[] = [];
const load = vi.fn<() => Promise<string>>(async () => "there");
let answers: (address: string) => Response | Promise<Response>;
let fetchPiece: typeof import("./pieces").fetchPiece;
let isOutdated: typeof import("./pieces").isOutdated;

const OFFLINE = new Refusal(0, "offline");

beforeEach(async () => {
  asked.length = 0;
  load.mockClear();
  answers = () => new Response("");
  document.head.innerHTML = "";
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    return answers(address);
  });
  vi.resetModules();
  vi.doMock("@/lib/api", () => ({ Refusal, OFFLINE: "offline" }));
  ({ fetchPiece, isOutdated } = await import("./pieces"));
});

function links(): HTMLLinkElement[] {
  return [...document.querySelectorAll("link")];
}

it("what could not be fetched is asked for again, and as a module once it is there", async () => {
  answers = () => Promise.reject(new TypeError("Failed to fetch"));
  await expect(fetchPiece(load, ["a.js", "b.js"])).rejects.toEqual(OFFLINE);
  expect(load).not.toHaveBeenCalled();
  answers = () => new Response("");
  expect(await fetchPiece(load, ["a.js", "b.js"])).toBe("there");
  expect(asked).toEqual(["/a.js", "/b.js", "/a.js", "/b.js"]);
});

it("what was cut off on the way is asked for again", async () => {
  const cut = new Response("");
  vi.spyOn(cut, "arrayBuffer").mockRejectedValue(new TypeError("network"));
  answers = () => cut;
  await expect(fetchPiece(load, ["a.js"])).rejects.toEqual(OFFLINE);
  answers = () => new Response("");
  await fetchPiece(load, ["a.js"]);
  expect(asked).toEqual(["/a.js", "/a.js"]);
});

it("what several pieces are made of is fetched once, and what came with the document not at all", async () => {
  document.head.innerHTML = `<script src="/index.js"></script><link rel="modulepreload" href="/door.js">`;
  await Promise.all([
    fetchPiece(load, ["index.js", "a.js"]),
    fetchPiece(load, ["door.js", "a.js"]),
  ]);
  await fetchPiece(load, ["a.js"]);
  expect(asked).toEqual(["/a.js"]);
});

it("a server that has it no more is of another version, one that is out of order is not", async () => {
  answers = () => new Response("", { status: 404 });
  const gone: unknown = await fetchPiece(load, ["a.js"]).catch((error: unknown) => error);
  expect(isOutdated(gone)).toBe(true);
  answers = () => new Response("", { status: 502 });
  const broken: unknown = await fetchPiece(load, ["a.js"]).catch((error: unknown) => error);
  expect(broken).toMatchObject({ status: 502, code: "unavailable" });
  expect(isOutdated(broken)).toBe(false);
});

it("a piece is drawn once its styles are there, in their order, and those that fail are tried again", async () => {
  const first = fetchPiece(load, ["a.js", "a.css", "b.css"]);
  await vi.waitFor(() =>
    expect(links().map(({ href }) => new URL(href).pathname)).toEqual(["/a.css", "/b.css"]),
  );
  links()[0]?.dispatchEvent(new Event("error"));
  await expect(first).rejects.toEqual(OFFLINE);
  const second = fetchPiece(load, ["a.js", "a.css", "b.css"]);
  await vi.waitFor(() => expect(links()).toHaveLength(2));
  expect(load).not.toHaveBeenCalled();
  for (const link of links()) link.dispatchEvent(new Event("load"));
  expect(await second).toBe("there");
  await fetchPiece(load, ["a.css"]);
  expect(links()).toHaveLength(2);
});
