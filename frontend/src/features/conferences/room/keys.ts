import { useEffect, useEffectEvent, useState } from "react";
import { memory } from "@/lib/storage";

/** What a letter does, in the words that its help has. */
export type Keys = Partial<Record<"m" | "v" | "s" | "h" | "c", () => void>>;

const KEPT_AS = "wexstream.keys";
const ELSEWHERE =
  "input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu]";

/** Whether single letters do something; one may not want that, as when dictating. */
export function useKeysWanted(): [boolean, (wanted: boolean) => void] {
  const [wanted, setWanted] = useState(() => memory.read(KEPT_AS) !== "off");
  return [
    wanted,
    (now) => {
      if (now) memory.remove(KEPT_AS);
      else memory.write(KEPT_AS, "off");
      setWanted(now);
    },
  ];
}

/** Do what a letter stands for, unless one is writing or choosing something. */
export function useKeys(keys: Keys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target, repeat, ctrlKey, metaKey, altKey } = event;
    if (repeat || ctrlKey || metaKey || altKey || memory.read(KEPT_AS) === "off") return;
    if (target instanceof Element && target.closest(ELSEWHERE)) return;
    const run = Object.entries(keys).find(([key]) => key === letterOf(event))?.[1];
    if (!run) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

/** The letter that is written on the key; on a keyboard of another script, the Latin one in its place. */
function letterOf({ key, code }: KeyboardEvent): string {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace("Key", "").toLowerCase();
}
