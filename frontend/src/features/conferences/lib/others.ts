import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import type { Conference, Member, MembersPage } from "@/generated/api";
import { useMe } from "@/lib/me";
import { membersQuery } from "../api/conference";

type Counted = Pick<Conference, "state" | "people" | "people_count">;

/** Those who joined, as far as they were asked for. */
export function useMembers(conference: Conference) {
  return useInfiniteQuery(membersQuery(conference));
}

export function membersIn(known: InfiniteData<MembersPage> | undefined): Member[] {
  return known?.pages.flatMap((page) => page.items) ?? [];
}

/**
 * How many others are there, or were there. Whoever is about to go in may count as there already, as after a reload
 * on the way in, or by another device.
 */
export function useOtherCount(conference: Conference): number {
  const me = useMe();
  return otherCount(conference, membersIn(useMembers(conference).data), me.id);
}

export function otherCount(
  { state, people, people_count }: Counted,
  members: readonly Member[],
  me: string,
): number {
  const counted =
    people.some(({ id }) => id === me) ||
    members.some(({ person, present }) => present && person.id === me);
  return state === "live" && counted ? Math.max(people_count - 1, 0) : people_count;
}
