import type { Conference } from "@/generated/api";

const NAMED = 2;

type Came = Pick<Conference, "people" | "people_count" | "joined">;

/** Whom to name of those who came, by first names, and how many are left; oneself is not among either. */
export function attendance(
  { people, people_count: count, joined }: Came,
  me?: string,
): { names: string[]; others: number } {
  const others = people.filter(({ id }) => id === null || id !== me);
  const names = others
    .slice(0, joined ? NAMED - 1 : NAMED)
    .flatMap(({ full_name: name }) => (name ? [name.split(/\s+/)[0] ?? name] : []));
  return { names, others: Math.max(0, count - names.length - (joined ? 1 : 0)) };
}
