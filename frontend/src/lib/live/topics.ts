import type { Query, QueryKey } from "@tanstack/react-query";
import type { Conference } from "@/generated/api";
import { keys } from "@/lib/keys";

/** Whether something that came from the server may be another by now. */
export type Touches = (query: Query) => boolean;

function under(...names: QueryKey[]): Touches {
  return ({ queryKey }) =>
    names.some((name) => name.every((part, place) => part === queryKey[place]));
}

const isCounted = under(keys.counters);
const isSet = under(keys.config);
const isSomebodys = under(keys.users);
const isConference = under(keys.conferences);

/** The conferences of somebody, on his page. */
const areSomebodys: Touches = (query) => isSomebodys(query) && query.queryKey[2] === "conferences";

/** A conference that one waits for; one that has begun tells those who are in it by itself. */
const isAwaited: Touches = (query) => isConference(query) && isToCome(query.state.data);

function isToCome(conference: unknown): boolean {
  const known = typeof conference === "object" && conference !== null && "state" in conference;
  return known && conference.state === ("created" satisfies Conference["state"]);
}

const broadcasts = under(keys.timeline("live"), keys.timeline("finished"));

const TOPICS: Partial<Record<string, Touches>> = {
  timeline: (query) => broadcasts(query) || areSomebodys(query) || isAwaited(query),
  live: under(keys.company),
  notifications: under(keys.notifications),
  messages: under(keys.messages, ["message"]),
  relations: under(keys.network, keys.search, keys.users, keys.blocks),
  account: under(keys.me, keys.sessions),
};

/** What belongs to some topics; one that is not known is left alone. */
export function touchedBy(topics: readonly string[]): Touches[] {
  return topics.flatMap((topic) => TOPICS[topic] ?? []);
}

/** All that others may have changed, but for what comes with the telling. */
export const everything: Touches = (query) => !isCounted(query) && !isSet(query);
