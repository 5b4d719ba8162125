/*
 * The second of two quick presses is meant for what the first was meant for. Where a row has gone meanwhile,
 * or other actions have come, it would do something that nobody wanted.
 */
const PRESSED = "a, button, [role=menuitem], label, input";

export function watchPresses(): void {
  let first: Element | null = null;
  addEventListener(
    "click",
    (event) => {
      const { detail, target } = event;
      const pressed = target instanceof Element ? target.closest(PRESSED) : null;
      if (detail <= 1) first = pressed;
      else if (pressed && pressed !== first) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    { capture: true },
  );
}
