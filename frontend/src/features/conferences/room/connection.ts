import type { MeetingPass } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { type FromServer, read, type ToServer } from "./protocol";

/** As much of a WebSocket as is used. */
export type Socket = Pick<WebSocket, "readyState" | "send" | "close" | "addEventListener">;

export type Options = {
  pass: MeetingPass;
  /** The first socket, where it was opened while the pass was asked for. */
  ahead?: Socket;
  /** Join again: every socket needs a ticket of its own. */
  renew: () => Promise<MeetingPass>;
  open?: (address: string) => Socket;
  random?: () => number;
};

type Told = {
  /** What the server says once one is in; first of all that one is. */
  heard: (frame: FromServer) => void;
  /** One is not in any more, or not yet, and it is tried again. */
  lost: () => void;
  /** One is not let in again, and asking would not help. */
  refused: (why: Refusal) => void;
};

const PATIENCE = 10_000; // milliseconds until one is welcome, or else another socket is tried
const AT_ONCE = 500; // milliseconds at most, so that not all come at the same instant
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000]; // milliseconds, before jitter
/** The server begins anew, or the connection broke: the next may be there already. */
const CUT_OFF = new Set([1001, 1006, 1012]);

/** What keeps one out for a moment only. */
const PASSING = new Set(["expired", "unavailable", "too-fast"]);

/** A connection to a room: a WebSocket by which one is in, and after each that is lost another one. */
export class Connection {
  readonly #told: Told;
  readonly #ahead: Socket | undefined;
  readonly #renew: () => Promise<MeetingPass>;
  readonly #open: (address: string) => Socket;
  readonly #random: () => number;
  #pass: MeetingPass;
  #current: { socket: Socket; listening: AbortController } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting = false;
  #closed = false;
  #failures = 0;

  constructor(
    {
      pass,
      ahead,
      renew,
      open = (address) => new WebSocket(address),
      random = Math.random,
    }: Options,
    told: Told,
  ) {
    this.#told = told;
    this.#ahead = ahead;
    this.#pass = pass;
    this.#renew = renew;
    this.#open = open;
    this.#random = random;
  }

  /** The newest pass; each socket has its own. */
  get pass(): MeetingPass {
    return this.#pass;
  }

  start(): void {
    addEventListener("online", this.#hurry);
    this.#connect(this.#ahead);
  }

  /** False where it cannot be sent. */
  send(frame: ToServer): boolean {
    if (this.#current?.socket.readyState !== WebSocket.OPEN) return false;
    this.#current.socket.send(JSON.stringify(frame));
    return true;
  }

  close(): void {
    this.#closed = true;
    removeEventListener("online", this.#hurry);
    this.#drop();
  }

  #connect(ahead?: Socket): void {
    const usable = ahead && ahead.readyState <= WebSocket.OPEN;
    const socket = usable ? ahead : this.#open(addressOf(this.#pass.socket));
    const listening = new AbortController();
    const heard = { signal: listening.signal };
    socket.addEventListener("open", () => this.#enter(), heard);
    socket.addEventListener("message", ({ data }) => this.#take(read(data)), heard);
    socket.addEventListener("close", ({ code }) => this.#lose(code), heard);
    this.#current = { socket, listening };
    this.#timer = setTimeout(() => this.#lose(0), PATIENCE);
    this.#enter();
  }

  #enter(): void {
    this.send({ type: "enter", ticket: this.#pass.ticket }); // nothing, as long as the socket is not open
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#waiting = false;
    this.#current?.listening.abort();
    if (this.#current) giveUp(this.#current.socket);
    this.#current = null;
  }

  #take(frame: FromServer | null): void {
    if (frame?.type === "refused" && frame.what === "enter") {
      // What passes closes the socket, and is tried again with a new ticket.
      if (!PASSING.has(frame.code)) this.#told.refused(new Refusal(403, frame.code));
      return;
    }
    if (frame?.type === "welcome") {
      clearTimeout(this.#timer);
      this.#failures = 0;
    }
    if (frame) this.#told.heard(frame);
  }

  #lose(code: number): void {
    this.#drop();
    this.#told.lost();
    const first = CUT_OFF.has(code) && this.#failures === 0;
    this.#again(first ? AT_ONCE * this.#random() : this.#pause());
  }

  #pause(): number {
    const step = Math.min(this.#failures, PAUSES.length - 1);
    return (PAUSES[step] ?? 0) * (0.5 + this.#random());
  }

  #again(pause: number): void {
    this.#failures += 1;
    this.#waiting = true;
    this.#timer = setTimeout(() => void this.#retry(), pause);
  }

  readonly #hurry = (): void => {
    if (!this.#waiting) return;
    clearTimeout(this.#timer);
    void this.#retry();
  };

  async #retry(): Promise<void> {
    this.#waiting = false;
    try {
      this.#pass = await this.#renew();
    } catch (error) {
      return this.#fail(error);
    }
    if (!this.#closed) this.#connect();
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    if (error instanceof Refusal && isFinal(error)) return this.#told.refused(error);
    const asked = error instanceof Refusal ? (error.retryAfter ?? 0) * 1_000 : 0;
    this.#again(Math.max(asked, this.#pause()));
  }
}

/** Have a socket closed; one that is not open yet when it is: browsers complain of it before. */
export function giveUp(socket: Socket): void {
  if (socket.readyState !== WebSocket.CONNECTING) return socket.close();
  socket.addEventListener("open", () => socket.close());
}

/** Open a socket to a conference's room before one has a pass to enter by. */
export function openAhead(conference: string): Socket {
  return new WebSocket(addressOf(`/api/conferences/${conference}/room`));
}

function addressOf(path: string): string {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

/** Whether asking again would be answered alike. */
function isFinal({ status }: Refusal): boolean {
  return status >= 400 && status < 500 && status !== 429;
}
