import type { Counters } from "@/generated/api";

/** What the server tells, as docs/events.md has it. */
export type Told =
  | { kind: "snapshot"; account: string; counters: Counters; within: number }
  | { kind: "changed"; topics: readonly string[]; counters: Counters | null; within: number }
  | { kind: "end"; reason: string };

export const KINDS: readonly Told["kind"][] = ["snapshot", "changed", "end"];

/** What an event says; null where it says nothing that is known. */
export function read(kind: Told["kind"], data: string): Told | null {
  const said = parse(data);
  const { account, topics, reason } = said;
  const counters = isCounters(said["counters"]) ? said["counters"] : null;
  const within = typeof said["within"] === "number" ? said["within"] : 0;
  if (kind === "end") return { kind, reason: isWord(reason) ? reason : "" };
  if (kind === "snapshot") {
    return isWord(account) && counters ? { kind, account, counters, within } : null;
  }
  return Array.isArray(topics) ? { kind, topics: topics.filter(isWord), counters, within } : null;
}

function parse(data: string): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(data);
    return isRecord(said) ? said : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isWord(value: unknown): value is string {
  return typeof value === "string";
}

function isCounters(value: unknown): value is Counters {
  if (!isRecord(value)) return false;
  const counted = [value["messages"], value["notifications"], value["requests"]];
  return counted.every((count) => typeof count === "number");
}
