import type { Session } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { growing } from "@/lib/lists";

/** Where I am signed in, last seen first. */
export const sessionsQuery = growing<Session>(keys.sessions, (cursor, signal) =>
  answer(
    api.GET("/api/sessions", { params: { query: cursor === undefined ? {} : { cursor } }, signal }),
  ),
);

export async function endSession(session_id: string): Promise<void> {
  await api.DELETE("/api/sessions/{session_id}", { params: { path: { session_id } } });
}

export async function endOtherSessions(): Promise<void> {
  await api.DELETE("/api/sessions");
}
