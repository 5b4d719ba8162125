import { act, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { allSent, dropAll, postpone, sendAll, sendNow, takeBack, useGoing } from "./undo";

const nothing = () => undefined;

/** What is sent, answered with no where somebody says so. */
function sender(refused?: Error) {
  return vi.fn<() => Promise<void>>(async () => {
    if (refused) throw refused;
  });
}

describe("what one has done away with", () => {
  it("is sent once the time is over, and only once", async () => {
    const send = vi.fn<() => Promise<void>>(async () => undefined);
    const end = vi.fn<() => void>();
    postpone("a", send, end);
    expect(send).not.toHaveBeenCalled();
    await Promise.all([sendNow("a"), sendNow("a")]);
    expect(send).toHaveBeenCalledOnce();
    expect(end).toHaveBeenCalledOnce();
  });

  it("is not sent when it is taken back", async () => {
    const send = vi.fn<() => Promise<void>>(async () => undefined);
    postpone("b", send, nothing);
    takeBack("b");
    await sendNow("b");
    sendAll();
    expect(send).not.toHaveBeenCalled();
  });

  it("is sent at once when one leaves", () => {
    const sends = [sender(), sender()];
    sends.forEach((send, index) => postpone(`c${index.toString()}`, send, nothing));
    dispatchEvent(new Event("pagehide"));
    for (const send of sends) expect(send).toHaveBeenCalledOnce();
  });

  it("is sent when the page is out of sight, from where it may not come back", () => {
    const send = sender();
    const sight = vi.spyOn(document, "visibilityState", "get");
    postpone("e", send, nothing);
    sight.mockReturnValue("visible");
    document.dispatchEvent(new Event("visibilitychange"));
    expect(send).not.toHaveBeenCalled();
    sight.mockReturnValue("hidden");
    document.dispatchEvent(new Event("visibilitychange"));
    expect(send).toHaveBeenCalledOnce();
    sight.mockRestore();
  });

  it("can be waited for: what is on its way already as well, and whatever the answers are", async () => {
    const answers: string[] = [];
    const slow = async () => {
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
      answers.push("slow");
    };
    postpone("f", slow, nothing);
    void sendNow("f");
    postpone("g", sender(new Error("no")), nothing);
    postpone("h", slow, nothing);
    await allSent();
    expect(answers).toEqual(["slow", "slow"]);
  });

  it("is not sent as somebody else", () => {
    const send = sender();
    postpone("i", send, nothing);
    dropAll();
    sendAll();
    expect(send).not.toHaveBeenCalled();
  });

  it("is left out of lists until the answer, and is back when that is no", async () => {
    const { result } = renderHook(() => useGoing());
    let refuse: (reason: Error) => void = nothing;
    const answer = new Promise<void>((_, reject) => {
      refuse = reject;
    });
    act(() => postpone("d", () => answer, nothing));
    expect(result.current.has("d")).toBe(true);
    const sent = sendNow("d");
    expect(result.current.has("d")).toBe(true);
    await act(async () => {
      refuse(new Error("no"));
      await expect(sent).rejects.toThrow("no");
    });
    expect(result.current.has("d")).toBe(false);
  });
});
