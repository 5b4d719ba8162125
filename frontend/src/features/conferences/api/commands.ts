import type { Conference, ConferenceEdit, MeetingPass } from "@/generated/api";
import { answer, api } from "@/lib/api";

const at = (id: string) => ({ path: { conference_id: id } });

export function start(id: string): Promise<Conference> {
  return answer(api.POST("/api/conferences/{conference_id}/start", { params: at(id) }));
}

export function finish(id: string): Promise<Conference> {
  return answer(api.POST("/api/conferences/{conference_id}/finish", { params: at(id) }));
}

export function edit(id: string, body: ConferenceEdit): Promise<Conference> {
  return answer(api.PATCH("/api/conferences/{conference_id}", { params: at(id), body }));
}

export async function remove(id: string): Promise<void> {
  await api.DELETE("/api/conferences/{conference_id}", { params: at(id) });
}

/** Enter, or stay: this renews one's presence as well. */
export function join(id: string, password: string | null): Promise<MeetingPass> {
  const body = password === null ? {} : { password };
  return answer(api.POST("/api/conferences/{conference_id}/join", { params: at(id), body }));
}

/** Take back having joined where one has not gone in, even if the page is left with it. */
export async function withdraw(id: string): Promise<void> {
  await api.DELETE("/api/conferences/{conference_id}/join", { params: at(id), keepalive: true });
}

/** Leave, even if the page is left with it. */
export async function leave(id: string): Promise<void> {
  await api.POST("/api/conferences/{conference_id}/leave", { params: at(id), keepalive: true });
}

const of = (conference_id: string, user_id: string) => ({ path: { conference_id, user_id } });

/** Show somebody out, who then cannot come back. */
export async function removeMember(id: string, user: string): Promise<void> {
  await api.DELETE("/api/conferences/{conference_id}/members/{user_id}", { params: of(id, user) });
}

/** Let in again whom one has shown out. */
export async function readmit(id: string, user: string): Promise<void> {
  await api.POST("/api/conferences/{conference_id}/members/{user_id}/readmit", {
    params: of(id, user),
  });
}
