import type { ConnectionState, PersonRow } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { growing } from "@/lib/lists";

/** People by a part of their name. */
export function peopleQuery(words: string) {
  return growing<PersonRow>(keys.people(words), (cursor, signal) =>
    answer(api.GET("/api/users", { params: { query: { q: words, ...at(cursor) } }, signal })),
  );
}

/** A part of one's own network. */
export function connectionsQuery(state: ConnectionState) {
  return growing<PersonRow>(keys.connections(state), (cursor, signal) =>
    answer(api.GET("/api/connections", { params: { query: { state, ...at(cursor) } }, signal })),
  );
}

function at(cursor: string | undefined) {
  return cursor === undefined ? {} : { cursor };
}
