import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RoomPerson, Said } from "../protocol";
import type { Participant, RoomView, Status } from "../socket";
import type { Events, Options } from "./api";
import { PATIENCE } from "./door";
import type { Trouble } from "./meeting";
import type { Room } from "./seats";

const HALF_A_MINUTE = 30_000;
const PASS = {
  host: "meet.example.org",
  script: "https://meet.example.org/external_api.js",
  room: "rain",
  token: "a.b.c",
};
const FATAL = { name: "connection.droppedError", isFatal: true };
const ECHO = { name: "conference.chatError", isFatal: false };
const NO_GOOD = { name: "connection.passwordRequired", isFatal: false };
const NOT_FOR_THIS = { name: "conference.connectionError.notAllowed", isFatal: false };
const IN_A_LOBBY = { name: "conference.connectionError.membersOnly", isFatal: false };

/** What Jitsi's script makes: what it was asked and told, and a way to have it tell something. */
class FakeJitsi {
  readonly frame = document.createElement("iframe");
  readonly commands: unknown[][] = [];
  #listeners: { [E in keyof Events]?: (told: Events[E]) => void } = {};
  readonly host: string;
  readonly options: Options;
  isDisposed = false;

  constructor(host: string, options: Options) {
    this.host = host;
    this.options = options;
    opened.push(this);
  }
  addListener<E extends keyof Events>(event: E, listener: (told: Events[E]) => void): void {
    Object.assign(this.#listeners, { [event]: listener });
  }
  executeCommand(...command: unknown[]): void {
    this.commands.push(command);
  }
  getIFrame(): HTMLIFrameElement {
    return this.frame;
  }
  dispose(): void {
    this.isDisposed = true;
    this.#listeners = {};
  }
  tells<E extends keyof Events>(event: E, told: Events[E]): void {
    this.#listeners[event]?.(told);
  }
}

/** A room, where everything is at once as it is set. */
class FakeRoom implements Room {
  readonly signals: unknown[][] = [];
  #view: RoomView = { status: "open", peer: "clara-1", people: [] };
  readonly #watchers = new Set<() => void>();
  readonly #listeners: {
    signal?: (said: Said<"signal">) => void;
    muted?: (asked: { by: string }) => void;
  } = {};

  readonly view = (): RoomView => this.#view;
  readonly watch = (tell: () => void): (() => void) => {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  };
  on: Room["on"] = (event, listener) => {
    Object.assign(this.#listeners, { [event]: listener });
    return () => Reflect.deleteProperty(this.#listeners, event);
  };
  signal(data: unknown, to: string): boolean {
    this.signals.push([data, to]);
    return true;
  }
  shows(peer: string, people: RoomPerson[], status: Status = "open"): void {
    const shown = people.map(
      (one): Participant => ({
        ...one,
        state: null,
        hand: null,
        met: true,
      }),
    );
    this.#view = { status, peer, people: shown };
    for (const tell of this.#watchers) tell();
  }
  hears(from: string, data: unknown): void {
    this.#listeners.signal?.({ kind: "signal", from, to: "clara-1", data });
  }
  isAskedToMute(): void {
    this.#listeners.muted?.({ by: "clara-1" });
  }
}

const opened: FakeJitsi[] = [];

function person(account: string, peer: string | null): RoomPerson {
  return {
    account,
    peer,
    name: account,
    picture: null,
    speaker: account === "clara",
    profile: true,
  };
}

const CLARA = person("clara", "clara-1");
const PETER = person("peter", "peter-1");

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  localStorage.clear();
  opened.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  delete window.JitsiMeetExternalAPI;
  for (const script of scripts()) script.remove();
});

const scripts = () => [...document.head.querySelectorAll("script")];

/** The script comes, or cannot be had. */
async function scriptDoes(event: "load" | "error"): Promise<void> {
  if (event === "load") window.JitsiMeetExternalAPI = FakeJitsi;
  for (const one of scripts()) one.dispatchEvent(new Event(event));
  await vi.advanceTimersByTimeAsync(0);
}

async function begin({ moderator = false } = {}) {
  const { Meeting } = await import("./meeting");
  const { Doorkeeper } = await import("./seats");
  const room = new FakeRoom();
  room.shows(moderator ? "clara-1" : "peter-1", [CLARA, PETER]);
  const keeper = moderator ? new Doorkeeper(room) : null;
  const happened: (Trouble | "in" | "hung up")[] = [];
  const open = () =>
    new Meeting({
      pass: PASS,
      moderator,
      keeper,
      room,
      place: document.createElement("div"),
      about: { title: "Rain", name: "Zoë", frame: "The meeting", language: "fr" },
      onIn: () => happened.push("in"),
      onTrouble: (trouble) => happened.push(trouble),
      onHangUp: () => happened.push("hung up"),
    });
  return { room, happened, open };
}

/** Somebody's meeting, with Jitsi's page there and not in yet. */
async function meeting(as: { moderator?: boolean } = {}) {
  const begun = await begin(as);
  const made = begun.open();
  await scriptDoes("load");
  const jitsi = opened.at(-1);
  if (!jitsi) throw new Error("Nothing was opened.");
  return { ...begun, meeting: made, jitsi };
}

/** The speaker's, with Jitsi making her moderator. */
async function moderated() {
  const made = await meeting({ moderator: true });
  made.jitsi.tells("participantRoleChanged", { id: "c", role: "moderator" });
  made.jitsi.tells("videoConferenceJoined", { id: "c" });
  return made;
}

test("The room of the pass is opened in one's name and language, and nobody is asked again", async () => {
  localStorage.setItem("wexstream.devices", JSON.stringify({ muted: true, cameraOff: false }));
  const { jitsi } = await meeting();
  expect(jitsi.host).toBe(PASS.host);
  expect(jitsi.options).toMatchObject({ roomName: "rain", jwt: "a.b.c", lang: "fr" });
  expect(jitsi.options.userInfo).toEqual({ displayName: "Zoë" });
  expect(jitsi.options.configOverwrite).toMatchObject({
    prejoinConfig: { enabled: false },
    disableDeepLinking: true,
    disableInviteFunctions: true,
    startWithAudioMuted: true,
    startWithVideoMuted: false,
    subject: "Rain",
  });
  expect(jitsi.frame.title).toBe("The meeting");
});

const buttons = (of: FakeJitsi) => of.options.configOverwrite["toolbarButtons"];

test("Recording is offered to speakers alone, and locking to nobody: that is ours", async () => {
  const guest = await meeting();
  const speaker = await meeting({ moderator: true });
  expect(buttons(guest.jitsi)).not.toContain("recording");
  expect(buttons(speaker.jitsi)).toContain("recording");
  expect(buttons(speaker.jitsi)).not.toContain("security");
});

test("The script is fetched once for all meetings of a page", async () => {
  const { open, happened } = await begin();
  open();
  open();
  expect(scripts().map(({ src }) => src)).toEqual([PASS.script]);
  await scriptDoes("load");
  open();
  await vi.advanceTimersByTimeAsync(0);
  expect(scripts()).toEqual([]);
  expect(opened).toHaveLength(3);
  expect(happened).toEqual([]);
});

test("Where the script cannot be had, that is said, and it is fetched anew the next time", async () => {
  const { open, happened } = await begin();
  open();
  await scriptDoes("error");
  expect(happened).toEqual(["unreachable"]);
  open();
  expect(scripts()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
  expect(happened).toEqual(["unreachable", "unreachable"]);
  open();
  await scriptDoes("load");
  expect(opened).toHaveLength(1);
});

test("Whoever is not in within half a minute is told so, and Jitsi's page is gone", async () => {
  const { jitsi, happened } = await meeting();
  await vi.advanceTimersByTimeAsync(HALF_A_MINUTE - 1);
  expect(happened).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(happened).toEqual(["unreachable"]);
  expect(jitsi.isDisposed).toBe(true);
});

test.each([
  ["is in", (jitsi: FakeJitsi) => jitsi.tells("videoConferenceJoined", { id: "p" })],
  ["is asked for a password", (jitsi: FakeJitsi) => jitsi.tells("passwordRequired", {})],
  ["is in a lobby", (jitsi: FakeJitsi) => jitsi.tells("errorOccurred", { error: IN_A_LOBBY })],
])("Whoever %s has all the time", async (_, arrive) => {
  const { jitsi, happened } = await meeting();
  arrive(jitsi);
  await vi.advanceTimersByTimeAsync(2 * HALF_A_MINUTE);
  expect(happened).toEqual(["in"]);
  expect(jitsi.isDisposed).toBe(false);
});

test.each([
  [NO_GOOD, ["refused"]],
  [NOT_FOR_THIS, ["refused"]],
  [FATAL, ["broken"]],
  [ECHO, []],
])("Jitsi's error %o ends it as it should", async (error, expected) => {
  const { jitsi, happened } = await meeting();
  jitsi.tells("errorOccurred", { error });
  jitsi.tells("errorOccurred", { error });
  expect(happened).toEqual(expected);
  expect(jitsi.isDisposed).toBe(expected.length > 0);
});

test("Whoever is put out is told so; others stay", async () => {
  const { jitsi, happened } = await meeting();
  jitsi.tells("videoConferenceJoined", { id: "p" });
  jitsi.tells("participantKickedOut", { kicked: { id: "m", local: false } });
  expect(happened).toEqual(["in"]);
  jitsi.tells("participantKickedOut", { kicked: { id: "p", local: true } });
  jitsi.tells("readyToClose", {});
  expect(happened).toEqual(["in", "kicked"]);
  expect(jitsi.isDisposed).toBe(true);
});

test("To hang up at Jitsi is to leave", async () => {
  const { jitsi, happened } = await meeting();
  jitsi.tells("readyToClose", {});
  expect(happened).toEqual(["hung up"]);
  expect(jitsi.isDisposed).toBe(true);
});

test("Whoever goes before the script has come opens nothing", async () => {
  const { open, happened } = await begin();
  open().dispose();
  await scriptDoes("load");
  await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
  expect(opened).toEqual([]);
  expect(happened).toEqual([]);
});

test("One says to the speaker's page which participant one is, and to each new one again", async () => {
  const { room, jitsi, meeting: made } = await meeting();
  expect(room.signals).toEqual([]);
  jitsi.tells("videoConferenceJoined", { id: "p" });
  const first = [{ seat: "p" }, "clara-1"];
  expect(room.signals).toEqual([first]);
  room.shows("peter-1", [CLARA, PETER]);
  room.shows("peter-1", [person("clara", null), PETER]);
  room.shows("peter-1", [CLARA, PETER], "lost");
  expect(room.signals).toEqual([first]);
  room.shows("peter-1", [person("clara", "clara-2"), PETER]);
  room.shows("peter-2", [person("clara", "clara-2"), person("peter", "peter-2")]);
  const again = [{ seat: "p" }, "clara-2"];
  expect(room.signals).toEqual([first, again, again]);
  jitsi.tells("videoConferenceJoined", { id: "p2" });
  expect(room.signals.at(-1)).toEqual([{ seat: "p2" }, "clara-2"]);
  made.dispose();
  room.shows("peter-2", [person("clara", "clara-3"), PETER]);
  await vi.advanceTimersByTimeAsync(PATIENCE);
  expect(room.signals).toHaveLength(4);
});

test("What one says is said again until the speaker's page, and nobody else, says that it knows", async () => {
  const { room, jitsi } = await meeting();
  jitsi.tells("videoConferenceJoined", { id: "p" });
  room.hears("mara-1", { known: "p" });
  room.hears("clara-1", { known: "p1" });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(room.signals).toHaveLength(3);
  room.hears("clara-1", { known: "p" });
  await vi.advanceTimersByTimeAsync(PATIENCE);
  expect(room.signals).toHaveLength(3);
});

test("The speaker's page has those put out who may not be there any more, and only those", async () => {
  const { room, jitsi } = await moderated();
  expect(room.signals).toEqual([]);
  jitsi.tells("participantJoined", { id: "p" });
  const none = ["", "two words", "x".repeat(65), "Ж"].map((seat) => ({ seat }));
  for (const noise of [null, "p", { seat: 7 }, { chair: "p" }, ...none]) {
    room.hears("peter-1", noise);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  expect(room.signals).toEqual([]);
  room.hears("peter-1", { seat: "p" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(room.signals).toEqual([[{ known: "p" }, "peter-1"]]);
  await vi.advanceTimersByTimeAsync(2 * PATIENCE);
  expect(jitsi.commands).toEqual([]);
  room.shows("clara-1", [CLARA], "lost");
  await vi.advanceTimersByTimeAsync(2 * PATIENCE);
  expect(jitsi.commands).toEqual([]);
  room.shows("clara-1", [CLARA, PETER]);
  await vi.advanceTimersByTimeAsync(2 * PATIENCE);
  expect(jitsi.commands).toEqual([]);
  room.shows("clara-1", [CLARA]);
  expect(jitsi.commands).toEqual([["kickParticipant", "p"]]);
  jitsi.tells("participantLeft", { id: "p" });
  await vi.advanceTimersByTimeAsync(2 * PATIENCE);
  expect(jitsi.commands).toHaveLength(1);
});

test("What was said holds for the next meeting, should the first one break", async () => {
  const { room, jitsi, open } = await moderated();
  jitsi.tells("participantJoined", { id: "p" });
  jitsi.tells("participantJoined", { id: "x" });
  room.hears("peter-1", { seat: "p" });
  jitsi.tells("errorOccurred", { error: FATAL });
  await vi.advanceTimersByTimeAsync(PATIENCE);
  open();
  await vi.advanceTimersByTimeAsync(0);
  const next = opened.at(-1);
  next?.tells("participantRoleChanged", { id: "c2", role: "moderator" });
  next?.tells("videoConferenceJoined", { id: "c2" });
  next?.tells("participantJoined", { id: "p" });
  next?.tells("participantJoined", { id: "m" });
  await vi.advanceTimersByTimeAsync(PATIENCE);
  expect(jitsi.commands).toEqual([]);
  expect(next?.commands).toEqual([["kickParticipant", "m"]]);
});

test("However many come at once, they are answered in turn", async () => {
  const { room } = await moderated();
  const peers = Array.from({ length: 50 }, (_, index) => `peer-${index}`);
  for (const peer of peers) room.hears(peer, { seat: `seat-of-${peer}` });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(room.signals).toHaveLength(20);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(room.signals.map(([, to]) => to)).toEqual(peers);
});

test("Whoever nobody knows is put out after a while, once Jitsi has made one moderator", async () => {
  const { jitsi } = await meeting({ moderator: true });
  jitsi.tells("videoConferenceJoined", { id: "c" });
  jitsi.tells("participantJoined", { id: "x" });
  await vi.advanceTimersByTimeAsync(2 * PATIENCE);
  expect(jitsi.commands).toEqual([]);
  jitsi.tells("participantRoleChanged", { id: "c", role: "moderator" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(jitsi.commands).toEqual([["kickParticipant", "x"]]);
  jitsi.tells("participantRoleChanged", { id: "c", role: "participant" });
  await vi.advanceTimersByTimeAsync(PATIENCE);
  expect(jitsi.commands).toHaveLength(1);
});

test("To end it ends it for all, and waits until it has", async () => {
  const { meeting: made, jitsi, happened } = await moderated();
  const ended = vi.fn<() => void>();
  void made.end().then(ended);
  expect(jitsi.commands).toEqual([["endConference"]]);
  await vi.advanceTimersByTimeAsync(100);
  expect(ended).not.toHaveBeenCalled();
  void made.end();
  expect(jitsi.commands).toHaveLength(1);
  jitsi.tells("readyToClose", {});
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toHaveBeenCalled();
  expect(happened).toEqual(["in"]);
});

test("A Jitsi that does not answer is waited for no longer than a moment", async () => {
  const { meeting: made } = await moderated();
  const ended = made.end();
  await vi.advanceTimersByTimeAsync(3_000);
  await expect(ended).resolves.toBeUndefined();
});

test("Whom Jitsi does not let end it has nothing to wait for", async () => {
  const { meeting: made, jitsi } = await meeting({ moderator: true });
  jitsi.tells("videoConferenceJoined", { id: "c" });
  await expect(made.end()).resolves.toBeUndefined();
  expect(jitsi.commands).toEqual([]);
});

test("Whoever is asked to be mute becomes so, and whoever is stays so", async () => {
  const { room, jitsi } = await meeting();
  jitsi.tells("videoConferenceJoined", { id: "p" });
  room.isAskedToMute();
  expect(jitsi.commands).toEqual([["toggleAudio"]]);
  jitsi.tells("audioMuteStatusChanged", { muted: true });
  room.isAskedToMute();
  expect(jitsi.commands).toEqual([["toggleAudio"]]);
  jitsi.tells("audioMuteStatusChanged", { muted: false });
  room.isAskedToMute();
  expect(jitsi.commands).toEqual([["toggleAudio"], ["toggleAudio"]]);
});
