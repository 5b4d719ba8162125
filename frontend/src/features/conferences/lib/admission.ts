import type { MeetingPass } from "@/generated/api";
import { join, withdraw } from "../api/commands";
import { giveUp, openAhead, type Socket } from "../room/connection";

/** What lets one into a room, and a socket to it. */
export type Admission = { pass: MeetingPass; ahead: Socket };

/** Join, and have a socket opened meanwhile. */
export async function admission(id: string, password: string | null): Promise<Admission> {
  const ahead = openAhead(id);
  try {
    return { pass: await join(id, password), ahead };
  } catch (error) {
    giveUp(ahead);
    throw error;
  }
}

/** Join again; who has hung up meanwhile is not there. */
export async function renewed(id: string, isIn: () => boolean): Promise<MeetingPass> {
  const pass = await join(id, null);
  if (!isIn()) takeBack(id);
  return pass;
}

/** Take back having joined where one has not gone in: else the lease runs out by itself. */
export function takeBack(id: string): void {
  void withdraw(id).catch(() => {});
}
