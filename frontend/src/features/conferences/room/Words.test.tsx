import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Speaking } from "./speaking";
import { Words, withoutGaps } from "./Words";

const ROW = 20; // pixels
const MOST = 12; // rows

const scrolled = vi.fn<() => void>();
let rows = 1;
let resize: () => void;

function heightOf(shown: HTMLElement): number {
  return ROW * (shown.className.includes("beginning") ? Math.min(rows, MOST) : rows);
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "scrollHeight", "get").mockImplementation(() => ROW * rows);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockImplementation(function (
    this: HTMLElement,
  ) {
    return heightOf(this);
  });
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(look: () => void) {
        resize = () => act(look);
      }
      observe(): void {}
      disconnect(): void {}
    },
  );
  scrolled.mockClear();
  folded.mockClear();
  Element.prototype.scrollIntoView = scrolled;
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const folded = vi.fn<() => void>();
const show = () => render(<Words of="Once upon a time" onFolded={folded} />, { wrapper: Speaking });
const button = () => screen.queryByRole("button");

test("A few rows are shown as they are", () => {
  rows = MOST;
  show();
  expect(button()).toBeNull();
  expect(folded).not.toHaveBeenCalled();
});

test("Of many rows there is the beginning, and the whole for whoever asks", () => {
  rows = 900;
  show();
  const text = screen.getByText("Once upon a time");
  expect(button()?.textContent).toBe("Show more");
  expect(folded).toHaveBeenCalledOnce();
  expect(button()?.getAttribute("aria-expanded")).toBe("false");
  expect(text.clientHeight).toBe(MOST * ROW);
  fireEvent.click(screen.getByRole("button"));
  expect(text.clientHeight).toBe(900 * ROW);
  expect(button()?.textContent).toBe("Show less");
  screen.getByRole("button").focus();
  fireEvent.click(screen.getByRole("button"));
  expect(text.clientHeight).toBe(MOST * ROW);
  expect(document.activeElement).toBe(button());
  expect(scrolled).toHaveBeenCalledOnce();
});

test("Where the panel gets narrower, there may be more than fits", () => {
  rows = 1;
  show();
  rows = MOST + 1;
  resize();
  expect(button()).not.toBeNull();
});

test.each([
  ["one\ntwo", "one\ntwo"],
  ["one\n\ntwo", "one\n\ntwo"],
  ["one\n\n\n\ntwo\n\n\nthree", "one\n\ntwo\n\nthree"],
  ["one\n \n\u200b\n\u3164\n\u2800\ntwo", "one\n \ntwo"],
])("Of empty lines in a row one is left (%j)", (written, shown) => {
  expect(withoutGaps(written)).toBe(shown);
});
