import { act, cleanup, render, renderHook, screen } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { timeOfDay } from "@/lib/dates";
import { ChatPanel } from "./Chat";
import { useChat } from "./chat";
import { FakeWebSocket, passOf, person } from "./fakes";
import type { RoomPerson } from "./protocol";
import { RoomSocket } from "./socket";
import { Speaking } from "./speaking";

vi.mock("@/lib/me", () => ({ useMe: () => ({ id: "clara" }) }));
vi.mock("@/lib/dates", () => ({ timeOfDay: vi.fn<() => string>(() => "18:41") }));

const AMAL = person("amal");
const CLARA = person("clara");

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Clara's chat with Amal, in a room where the server says what the test has it say. */
function chat() {
  const server = new FakeWebSocket();
  const made = new RoomSocket({
    pass: passOf("ticket"),
    renew: () => Promise.reject(new Error("Nobody asks for it here.")),
    open: () => server,
  });
  made.start();
  server.open();
  server.says({ type: "welcome", peer: "clara-1", people: [CLARA, AMAL] });
  const { result } = renderHook(() => useChat(made));
  const write = (words: string, peer: string | null = null) => {
    act(() => result.current.write(words));
    act(() => result.current.send(peer));
  };
  const hear = (from: string, data: string, to: string | null = null) =>
    act(() => server.says({ type: "said", kind: "chat", from, to, data, at: "2026-11-22T18:41Z" }));
  return { room: made, server, result, write, hear };
}

test("What one writes stays in its field until it has come back", () => {
  const { server, result, write, hear } = chat();
  write("Page 84?");
  expect(server.sent.at(-1)).toEqual({ type: "say", kind: "chat", to: null, data: "Page 84?" });
  expect(result.current).toMatchObject({ draft: "Page 84?", sending: true, lines: [] });
  hear("amal-1", "Hello");
  expect(result.current).toMatchObject({ draft: "Page 84?", sending: true });
  hear("clara-1", "Page 84?");
  expect(result.current).toMatchObject({ draft: "", sending: false, failure: null });
  expect(result.current.lines.map(({ mine }) => mine)).toEqual([false, true]);
});

test.each([
  ["not-there", "not-there"],
  ["too-fast", "too-fast"],
  ["invalid", "invalid"],
  ["something new", "invalid"],
])("Refused (%s), it stays there, and one is told why until one writes on", (code, failure) => {
  const { server, result, write } = chat();
  write("Page 84?");
  act(() => server.says({ type: "refused", what: "chat", code }));
  expect(result.current).toMatchObject({ draft: "Page 84?", sending: false, failure });
  act(() => result.current.write("Page 84, please?"));
  expect(result.current.failure).toBeNull();
});

test("What is refused otherwise is no affair of the chat", () => {
  const { server, result, write } = chat();
  write("Page 84?");
  act(() => server.says({ type: "refused", what: "signal", code: "not-there" }));
  expect(result.current).toMatchObject({ sending: true, failure: null });
});

test("Where the connection is lost it stays there, whether that is before or after it was sent", () => {
  const { server, result, write } = chat();
  write("Page 84?");
  act(() => server.breaks(1006));
  expect(result.current).toMatchObject({ draft: "Page 84?", sending: false, failure: "lost" });
  write("Page 85?");
  expect(result.current).toMatchObject({ draft: "Page 85?", sending: false, failure: "lost" });
});

test("Nothing is sent of what is empty, is too long, or is being sent", () => {
  const { server, result, write } = chat();
  const before = server.sent.length;
  write("  \n");
  write("a".repeat(2_001));
  expect(result.current.failure).toBe("too-long");
  expect(server.sent).toHaveLength(before);
  write("😀".repeat(2_000));
  act(() => result.current.send(null));
  expect(server.sent).toHaveLength(before + 1);
});

test("A line tells whose it is and for whom, although they go", () => {
  const { server, result, hear } = chat();
  act(() => server.says({ type: "left", account: "amal" }));
  hear("amal-1", "A last word", "clara-1");
  hear("clara-1", "Farewell", "amal-1");
  expect(result.current.lines).toMatchObject([
    { author: { account: "amal" }, reader: { account: "clara" }, alone: true, mine: false },
    { author: { account: "clara" }, reader: { account: "amal" }, alone: true, mine: true },
  ]);
});

test("What others wrote is unread until it is read, and of many lines the last are kept", () => {
  const { result, hear } = chat();
  hear("clara-1", "Mine");
  hear("amal-1", "Theirs");
  expect(result.current.unread).toBe(1);
  act(() => result.current.read());
  expect(result.current.unread).toBe(0);
  for (let count = 1; count <= 500; count += 1) hear("amal-1", `Line ${count}`);
  expect(result.current.lines).toHaveLength(500);
  expect(result.current.lines[0]).toMatchObject({ data: "Line 1" });
  expect(result.current.unread).toBe(500);
});

/** The panel of Clara's chat. */
function panel() {
  const { room: made, server } = chat();
  const field = createRef<HTMLTextAreaElement>();
  function Shown() {
    return <ChatPanel room={made} chat={useChat(made)} field={field} />;
  }
  render(
    <Speaking>
      <Shown />
    </Speaking>,
  );
  const says = (data: string, from = "amal-1") =>
    act(() => server.says({ type: "said", kind: "chat", from, to: null, data, at: "now" }));
  return { server, says };
}

const shown = () => screen.getAllByRole("listitem").map((line) => line.textContent);

test("Of many lines, one that comes is all that is drawn", () => {
  const { says } = panel();
  for (let count = 1; count <= 50; count += 1) says(`Line ${count}`);
  vi.mocked(timeOfDay).mockClear();
  says("The last");
  expect(screen.getByText("The last")).toBeDefined();
  expect(timeOfDay).toHaveBeenCalledOnce();
});

test("The speaker's lines are told from those of somebody who is called alike, also once that one has left", () => {
  const { server, says } = panel();
  const meet = (who: RoomPerson) => act(() => server.says({ type: "came", person: who }));
  meet(person("speaker", { name: "Amina Haddad", speaker: true }));
  says("Welcome", "speaker-1");
  expect(shown()).toEqual([expect.stringMatching(/Aminaspeaker.*Welcome/)]);
  meet(person("other", { name: "Amina Hadad" }));
  says("Click here", "other-1");
  const told = [
    expect.stringMatching(/Amina Haddadspeaker.*Welcome/),
    expect.stringMatching(/Amina Hadad18.*Click here/),
  ];
  expect(shown()).toEqual(told);
  act(() => server.says({ type: "left", account: "other" }));
  expect(shown()).toEqual(told);
});
