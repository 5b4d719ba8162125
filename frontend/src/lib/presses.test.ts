import { expect, it, vi } from "vitest";
import { watchPresses } from "./presses";

watchPresses();

function button(): [HTMLButtonElement, () => void] {
  const done = vi.fn<() => void>();
  const made = document.createElement("button");
  made.addEventListener("click", done);
  document.body.append(made);
  return [made, done];
}

function press(on: Element, detail: number): void {
  on.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail }));
}

it("lets the second of two quick presses do nothing to what has come under it", () => {
  const [one, first] = button();
  const [other, second] = button();
  press(one, 1);
  press(other, 2);
  expect(first).toHaveBeenCalledTimes(1);
  expect(second).not.toHaveBeenCalled();
});

it("leaves two presses of the same, and slow ones, as they are", () => {
  const [one, first] = button();
  const [other, second] = button();
  press(one, 1);
  press(one, 2);
  press(other, 1);
  expect(first).toHaveBeenCalledTimes(2);
  expect(second).toHaveBeenCalledTimes(1);
});
