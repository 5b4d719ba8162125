import { useEffect, useEffectEvent } from "react";
import { useSayFailure } from "@/components/Toasts";
import { Refusal } from "@/lib/api";
import type { RoomSocket } from "./socket";

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
