import type { MeetingPass } from "@/generated/api";
import type { FromServer, RoomPerson, ToServer } from "./protocol";

/** A WebSocket of which a test is the server. */
export class FakeWebSocket extends EventTarget {
  readyState: WebSocket["readyState"] = WebSocket.CONNECTING;
  readonly sent: ToServer[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    if (this.readyState === WebSocket.CONNECTING) throw new Error("Browsers complain of that.");
    this.readyState = WebSocket.CLOSED;
  }
  open(): void {
    this.readyState = WebSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }
  says(frame: FromServer): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }
  breaks(code: number): void {
    this.readyState = WebSocket.CLOSED;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
}

export function passOf(ticket: string): MeetingPass {
  return {
    engine: "peer",
    socket: "/api/conferences/c/room",
    ticket,
    moderator: false,
    expires_at: "2026-11-22T10:10:00Z",
    jitsi: null,
    peer: { ice_servers: [], most_people: 6 },
  };
}

export function person(account: string, more: Partial<RoomPerson> = {}): RoomPerson {
  return {
    account,
    peer: `${account}-1`,
    name: account,
    picture: null,
    speaker: false,
    profile: true,
    ...more,
  };
}
