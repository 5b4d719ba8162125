import { afterEach, expect, it, vi } from "vitest";
import { memory, windowMemory } from "./storage";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  localStorage.clear();
});

function refuse(): void {
  vi.spyOn(globalThis, "localStorage", "get").mockImplementation(() => {
    throw new DOMException("Access is denied for this document.", "SecurityError");
  });
}

it("is there for another window, and after a reload", () => {
  memory.write("theme", "dark");
  expect(localStorage.getItem("theme")).toBe("dark");
  localStorage.setItem("theme", "light");
  expect(memory.read("theme")).toBe("light");
  memory.remove("theme");
  expect(memory.read("theme")).toBeNull();
});

it("of a window is that window's alone", () => {
  windowMemory.write("inside", "1");
  expect(memory.read("inside")).toBeNull();
  expect(sessionStorage.getItem("inside")).toBe("1");
});

it("lasts as long as the page where the browser keeps nothing", () => {
  refuse();
  expect(memory.read("theme")).toBeNull();
  memory.write("theme", "dark");
  expect(memory.read("theme")).toBe("dark");
  memory.remove("theme");
  expect(memory.read("theme")).toBeNull();
});

it("is what was written last, though there was no room for it", () => {
  memory.write("theme", "dark");
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("There is no room.", "QuotaExceededError");
  });
  memory.write("theme", "light");
  expect(memory.read("theme")).toBe("light");
  full.mockRestore();
  memory.write("theme", "dark");
  expect(memory.read("theme")).toBe("dark");
});
