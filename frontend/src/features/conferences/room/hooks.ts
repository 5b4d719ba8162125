import { useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import { useSayFailure } from "@/components/Toasts";
import { Refusal } from "@/lib/api";
import { firstName } from "@/lib/people";
import { useDrawn } from "./drawn";
import type { Participant, RoomSocket, RoomView } from "./socket";

/** Who is there now. */
export function useRoomView(room: RoomSocket): RoomView {
  return useDrawn(room);
}

/** A person as faces are drawn. */
export function faceOf({
  account,
  name,
  picture,
}: Pick<Participant, "account" | "name" | "picture">) {
  return { id: account, full_name: name, picture };
}

/** What one is called in a sentence. */
export function called({ name }: Pick<Participant, "name">): string {
  return firstName(name);
}

/** How somebody without a connection stands: on the way in, or on the way back. */
export function absenceOf({ peer, met }: Participant): "connecting" | "coming-back" | null {
  if (peer) return null;
  return met ? "coming-back" : "connecting";
}

const LATE = 8_000; // milliseconds

/** Whether something lasts for longer than it should. */
export function useLate(lasts: boolean): boolean {
  const [late, setLate] = useState(false);
  if (!lasts && late) setLate(false);
  useEffect(() => {
    const timer = lasts ? setTimeout(() => setLate(true), LATE) : undefined;
    return () => clearTimeout(timer);
  }, [lasts]);
  return late;
}

/** Say what was asked for and is not for oneself to ask. */
export function useRefusals(room: RoomSocket): void {
  const sayFailure = useSayFailure();
  const tell = useEffectEvent((code: string) => sayFailure(new Refusal(403, code)));
  useEffect(
    () =>
      room.on("refused", ({ what, code }) => {
        if (what === "mute" && code !== "not-there") tell(code);
      }),
    [room],
  );
}

/** Keep the screen of a phone awake: whoever listens does not touch it. */
export function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let over = false;
    const hold = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        lock = await navigator.wakeLock.request("screen");
        if (over) await lock.release();
      } catch {
        return; // the battery is low, or the browser cannot
      }
    };
    const again = () => void hold();
    again();
    document.addEventListener("visibilitychange", again);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", again);
      void lock?.release();
    };
  }, []);
}

function watchFullScreen(tell: () => void): () => void {
  document.addEventListener("fullscreenchange", tell);
  return () => document.removeEventListener("fullscreenchange", tell);
}

/** Whether the whole screen is taken, and how to take it and to give it back; null where that cannot be. */
export function useFullScreen(): { full: boolean; toggle: () => void } | null {
  const full = useSyncExternalStore(watchFullScreen, () => document.fullscreenElement !== null);
  if (!document.fullscreenEnabled) return null;
  // All of the page, so that dialogs are seen as well.
  const toggle = () =>
    void (full ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  return { full, toggle };
}

/** Give the screen back with the room that took it. */
export function useScreenForNow(): void {
  useEffect(
    () => () => {
      if (document.fullscreenElement) void document.exitFullscreen();
    },
    [],
  );
}
