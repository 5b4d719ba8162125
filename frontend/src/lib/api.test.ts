import { beforeAll, beforeEach, expect, it, vi } from "vitest";

const answers = vi.fn<() => Response>();
const sent = vi.fn<(request: Request) => void>();
const heardOfOther = vi.fn<() => void>();
const heard = vi.fn<(byHand: boolean) => void>();
let api: typeof import("./api").api;
let Refusal: typeof import("./api").Refusal;

beforeAll(async () => {
  const Known = Request;
  vi.stubGlobal("fetch", async (request: Request) => {
    sent(request);
    return answers();
  });
  vi.stubGlobal(
    "Request",
    class extends Known {
      constructor(path: string, init?: RequestInit) {
        super(new URL(path, "http://localhost"), init);
      }
    },
  );
  ({ api, Refusal } = await import("./api"));
  const { onOtherAccount, onSessionEnd } = await import("./session");
  onSessionEnd(heard);
  onOtherAccount(heardOfOther);
});
beforeEach(() => {
  heard.mockClear();
  sent.mockClear();
  answers.mockImplementation(() => refused(401, { code: "not-signed-in" }));
});

function refused(status: number, problem?: object): Response {
  return problem
    ? Response.json(problem, { status, headers: { "Content-Type": "application/problem+json" } })
    : new Response("<html>", { status });
}

it("whoever does something without a session is heard of as doing it by hand", async () => {
  await expect(api.POST("/api/notifications/read-all")).rejects.toThrow("not-signed-in");
  expect(heard).toHaveBeenCalledExactlyOnceWith(true, false);
});

it("looking again by itself without a session is heard of as that", async () => {
  await expect(api.GET("/api/counters")).rejects.toThrow("not-signed-in");
  expect(heard).toHaveBeenCalledExactlyOnceWith(false, false);
});

it("whoever signs out and is out already is not asked to come in again", async () => {
  await expect(api.DELETE("/api/sessions/current")).rejects.toThrow("not-signed-in");
  expect(heard).not.toHaveBeenCalled();
});

it("a refusal is an error with its code; a proxy's, which has none, gets one of ours", async () => {
  answers.mockImplementation(() => refused(503));
  await expect(api.GET("/api/counters")).rejects.toEqual(new Refusal(503, "unavailable"));
  answers.mockImplementation(() => refused(404, { code: "not-found" }));
  await expect(api.GET("/api/counters")).rejects.toEqual(new Refusal(404, "not-found"));
  expect(heard).not.toHaveBeenCalled();
});

/** As which account the last request was made. */
function account(): string | null | undefined {
  return sent.mock.lastCall?.[0].headers.get("X-Account");
}

it("what is asked and done is so as whom the page is of, whoever has signed in in another window", async () => {
  const { noteArrival } = await import("./session");
  answers.mockImplementation(() => new Response(null, { status: 204 }));
  await api.POST("/api/notifications/read-all");
  expect(account()).toBeNull();
  noteArrival("amal");
  localStorage.setItem("wexstream.signed-in", "kofi");
  await api.POST("/api/notifications/read-all");
  expect(account()).toBe("amal");
  await api.GET("/api/counters");
  expect(account()).toBe("amal");
});

it("that somebody else is signed in by now is heard of, and is not being signed out", async () => {
  answers.mockImplementation(() => refused(409, { code: "other-account" }));
  await expect(api.POST("/api/notifications/read-all")).rejects.toThrow("other-account");
  expect(heardOfOther).toHaveBeenCalledOnce();
  await expect(api.GET("/api/counters")).rejects.toThrow("other-account");
  expect(heardOfOther).toHaveBeenCalledOnce();
  expect(heard).not.toHaveBeenCalled();
});
