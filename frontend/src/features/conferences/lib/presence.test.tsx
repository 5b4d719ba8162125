import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import { noteReturn } from "@/lib/session";
import { join, leave, withdraw } from "../api/commands";
import { wasIn } from "../room/coming-back";
import { FakeWebSocket, passOf, person } from "../room/fakes";
import type { FromServer, Reason } from "../room/protocol";
import { ROOM, STAGES } from "../room/stage";
import { type Joinable, usePresence } from "./presence";

vi.mock("../api/commands", () => ({
  join: vi.fn<() => void>(),
  leave: vi.fn<() => void>(),
  withdraw: vi.fn<() => void>(),
}));

const LIVE: Joinable = { id: "c", state: "live", mine: false, locked: false };
const AMAL = person("amal", { speaker: true });
const CLARA = person("clara");

const sockets: FakeWebSocket[] = [];

const settle = () => act(() => vi.advanceTimersByTimeAsync(0));
const says = (frame: FromServer) => act(() => sockets.at(-1)?.says(frame));

/** The server lets her in. */
async function enter(): Promise<void> {
  await settle();
  act(() => sockets.at(-1)?.open());
  says({ type: "welcome", peer: "clara-1", people: [AMAL, CLARA] });
}

/** Clara's presence in a conference, which she wants to be in. */
function presence(conference: Partial<Joinable> = {}) {
  const client = new QueryClient();
  const looks = vi.spyOn(client, "invalidateQueries");
  client.setQueryData(keys.conference("c"), { ...LIVE, ...conference });
  const around = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const shown = renderHook(() => usePresence({ ...LIVE, ...conference }, true), {
    wrapper: around,
  });
  return { ...shown, client, looks };
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets.length = 0;
  vi.mocked(join).mockReset().mockResolvedValue(passOf("ticket"));
  vi.mocked(leave).mockReset().mockResolvedValue();
  vi.mocked(withdraw).mockReset().mockResolvedValue();
  vi.stubGlobal(
    "WebSocket",
    class extends FakeWebSocket {
      static readonly CONNECTING = 0;
      static readonly OPEN = 1;
      static readonly CLOSED = 3;
      constructor() {
        super();
        sockets.push(this);
      }
    },
  );
});
afterEach(() => {
  cleanup();
  sessionStorage.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("Whoever wants to be in is in, and is told of what changes as long as the room is open", async () => {
  const { result, looks } = presence();
  expect(result.current).toMatchObject({ inside: null, coming: true, told: false });
  await enter();
  expect(join).toHaveBeenCalledExactlyOnceWith("c", null);
  expect(result.current).toMatchObject({ inside: { pass: passOf("ticket") }, told: true });
  expect(wasIn("c")).toBe(true);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  looks.mockClear();
  act(() => sockets.at(-1)?.breaks(1012));
  expect(result.current.told).toBe(false);
  await act(() => vi.advanceTimersByTimeAsync(500));
  expect(looks).not.toHaveBeenCalled();
  await enter();
  await settle();
  expect(result.current.told).toBe(true);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(looks).toHaveBeenCalledOnce();
});

test("What has changed is looked at", async () => {
  const { looks } = presence();
  await enter();
  looks.mockClear();
  says({ type: "conference" });
  expect(looks).toHaveBeenCalledExactlyOnceWith({ queryKey: keys.conference("c") });
});

test("A guest who goes to another page has left; the speaker has not, as that would end it", async () => {
  const guest = presence();
  await enter();
  guest.unmount();
  expect(sockets.at(-1)?.sent.at(-1)).toEqual({ type: "leave" });
  const speaker = presence({ mine: true });
  await enter();
  speaker.unmount();
  expect(sockets.at(-1)?.sent.map(({ type }) => type)).not.toContain("leave");
  expect(sockets.at(-1)?.readyState).toBe(WebSocket.CLOSED);
  expect(leave).not.toHaveBeenCalled();
  expect(wasIn("c")).toBe(false);
});

test("Whoever has gone before the answer came is not left in", async () => {
  const { unmount } = presence();
  unmount();
  await settle();
  expect(withdraw).toHaveBeenCalledExactlyOnceWith("c");
  expect(leave).not.toHaveBeenCalled(); // which would put out another tab of hers
  act(() => sockets[0]?.open());
  expect(sockets.map(({ readyState, sent }) => [readyState, sent])).toEqual([[3, []]]);
});

test("Who leaves while the connection is lost leaves by another way, and is not in again by itself", async () => {
  const { result } = presence();
  await enter();
  act(() => sockets.at(-1)?.breaks(1006));
  act(() => result.current.leave());
  await settle();
  expect(leave).toHaveBeenCalledOnce();
  expect(result.current).toMatchObject({ inside: null, wentOut: true, coming: false, ended: null });
  expect(join).toHaveBeenCalledOnce();
  act(() => result.current.enter(null));
  await enter();
  expect(result.current.inside).not.toBeNull();
});

test.each([true, false])(
  "A socket is opened while one is let in; where it has broken by then (%s), another one is",
  async (broken) => {
    vi.mocked(join).mockImplementationOnce(async () => {
      await new Promise((done) => setTimeout(done, 100));
      return passOf("ticket");
    });
    presence();
    await settle();
    expect(sockets).toHaveLength(1);
    act(() => sockets[0]?.open());
    if (broken) act(() => sockets[0]?.breaks(1006));
    await act(() => vi.advanceTimersByTimeAsync(100));
    expect(sockets).toHaveLength(broken ? 2 : 1);
    if (broken) act(() => sockets[1]?.open());
    expect(sockets.at(-1)?.sent).toEqual([{ type: "enter", ticket: "ticket" }]);
  },
);

test("A socket of somebody who is not let in is closed once it is open", async () => {
  vi.mocked(join).mockRejectedValue(new Refusal(409, "room-full"));
  presence();
  await settle();
  act(() => sockets[0]?.open());
  expect(sockets.map(({ readyState }) => readyState)).toEqual([WebSocket.CLOSED]);
});

/** The room's code and its stage's are at hand; the stage says when the others are reached. */
function atHand() {
  const begin = vi.fn<() => Promise<void>>(() => new Promise((done) => setTimeout(done, 200)));
  Object.assign(ROOM, { piece: { default: () => null } });
  Object.assign(STAGES.peer, { piece: { default: () => null, begin } });
  return begin;
}
afterEach(() => {
  for (const load of [ROOM, STAGES.peer]) delete load.piece;
});

test("What can be drawn at once begins before it is drawn, and each room once", async () => {
  const begin = atHand();
  const { result } = presence();
  await enter();
  expect(begin).toHaveBeenCalledOnce();
  expect(result.current).toMatchObject({ inside: null, busy: true });
  await act(() => vi.advanceTimersByTimeAsync(200));
  expect(result.current).toMatchObject({ inside: {}, busy: false });
});

test("Without the room's code nobody is seen and heard", async () => {
  const begin = atHand();
  delete ROOM.piece;
  const { result } = presence();
  await enter();
  expect(begin).not.toHaveBeenCalled();
  expect(result.current.inside).not.toBeNull();
});

test("What is over before it is drawn is not drawn", async () => {
  atHand();
  const { result } = presence();
  await enter();
  says({ type: "closed", reason: "removed" });
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(result.current).toMatchObject({ inside: null, ended: "removed" });
});

test("Who hangs up while being let in again has left all the same; who comes in once more stays", async () => {
  const { result } = presence();
  await enter();
  vi.mocked(join).mockImplementationOnce(async () => {
    await new Promise((done) => setTimeout(done, 1_000));
    return passOf("late");
  });
  act(() => sockets.at(-1)?.breaks(1006));
  await act(() => vi.advanceTimersByTimeAsync(500));
  expect(join).toHaveBeenCalledTimes(2);
  act(() => result.current.leave());
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(leave).toHaveBeenCalledOnce();
  expect(withdraw).toHaveBeenCalledOnce();
  act(() => result.current.enter(null));
  await enter();
  expect(leave).toHaveBeenCalledOnce();
  expect(withdraw).toHaveBeenCalledOnce();
});

test("Who hangs up while the stage asks for another pass has left all the same", async () => {
  const { result } = presence();
  await enter();
  const renewed = result.current.inside?.renew();
  act(() => result.current.leave());
  expect(await renewed).toEqual(passOf("ticket"));
  expect(withdraw).toHaveBeenCalledExactlyOnceWith("c");
});

test("Who goes elsewhere before the answer came, and is in again by then, stays", async () => {
  vi.mocked(join).mockImplementationOnce(async () => {
    await new Promise((done) => setTimeout(done, 1_000));
    return passOf("late");
  });
  presence().unmount();
  const { result } = presence();
  await enter();
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(withdraw).not.toHaveBeenCalled();
  expect(result.current.inside).not.toBeNull();
});

test("A speaker who goes elsewhere before the answer came has not ended it for all", async () => {
  const { unmount } = presence({ mine: true });
  unmount();
  await settle();
  expect(join).toHaveBeenCalledOnce();
  expect(withdraw).not.toHaveBeenCalled();
});

test("A reload before the answer came finds one on the way in; going elsewhere or being refused does not", async () => {
  vi.mocked(join).mockReturnValue(new Promise(() => {}));
  const { unmount } = presence();
  await settle();
  expect(wasIn("c")).toBe(true);
  unmount();
  expect(wasIn("c")).toBe(false);
  vi.mocked(join).mockRejectedValueOnce(new Refusal(503, "unavailable"));
  presence();
  await settle();
  expect(wasIn("c")).toBe(true);
  vi.mocked(join).mockRejectedValueOnce(new Refusal(409, "room-full"));
  presence();
  await settle();
  expect(wasIn("c")).toBe(false);
});

test("Whoever was away for long is asked for the password, which is no fault", async () => {
  const { result } = presence({ locked: true });
  await enter();
  vi.mocked(join).mockRejectedValue(new Refusal(403, "wrong-password"));
  act(() => sockets.at(-1)?.breaks(1006));
  await act(() => vi.advanceTimersByTimeAsync(500));
  expect(result.current).toMatchObject({ inside: null, asked: true, error: null });
});

test("Without a password one is asked for it, which is no fault; a wrong one is", async () => {
  vi.mocked(join).mockRejectedValue(new Refusal(403, "wrong-password"));
  const { result } = presence();
  await settle();
  expect(result.current).toMatchObject({ asked: true, error: null });
  act(() => result.current.enter("motor"));
  await settle();
  expect(result.current).toMatchObject({ asked: true, error: { code: "wrong-password" } });
});

test("A full room is said, and may be tried again", async () => {
  vi.mocked(join).mockRejectedValueOnce(new Refusal(409, "room-full"));
  const { result } = presence();
  await settle();
  expect(result.current).toMatchObject({ coming: false, error: { code: "room-full" } });
  act(() => result.current.enter(null));
  await enter();
  expect(result.current).toMatchObject({ inside: {}, error: null });
});

test.each<[Reason, { mine?: boolean; ended: string | null; over: boolean }]>([
  ["finished", { ended: null, over: true }],
  ["deleted", { ended: "deleted", over: true }],
  ["suspended", { mine: true, ended: "suspended", over: true }],
  ["suspended", { ended: "suspended", over: false }],
  ["removed", { ended: "removed", over: false }],
  ["replaced", { ended: "replaced", over: false }],
  ["left", { ended: null, over: false }],
])("Out for a reason (%s, %o), it is known", async (reason, { mine = false, ...expected }) => {
  const { result, client } = presence({ mine });
  await enter();
  says({ type: "closed", reason });
  expect(result.current).toMatchObject({ inside: null, wentOut: true, ...expected });
  expect(wasIn("c")).toBe(false);
  const state = client.getQueryData<Joinable>(keys.conference("c"))?.state;
  expect(state).toBe(reason === "finished" ? "finished" : "live");
});

test("Whoever was signed out is in again with the next session", async () => {
  const { result } = presence();
  await enter();
  says({ type: "closed", reason: "signed-out" });
  expect(result.current.ended).toBe("signed-out");
  act(() => noteReturn());
  await enter();
  expect(result.current).toMatchObject({ inside: {}, ended: null });
});
