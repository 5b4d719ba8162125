import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import type { Conference } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import { onReturn } from "@/lib/session";
import { useStillThere } from "@/lib/still-there";
import { comeBackTo, stayAway, wasIn } from "../room/coming-back";
import { giveUp } from "../room/connection";
import { type Ending, isDeparture, isForPassword } from "../room/endings";
import type { Departure } from "../room/protocol";
import type { RoomSocket } from "../room/socket";
import type { Inside } from "../room/stage";
import { admission, takeBack } from "./admission";
import { type Stay, useStay } from "./stay";

export type Presence = {
  /** Null while one is not in. */
  inside: Inside | null;
  /** A password is asked for. */
  asked: boolean;
  busy: boolean;
  /** On the way in by itself. */
  coming: boolean;
  /** Has gone out of it, or was put out: from then on one goes in where one says so. */
  wentOut: boolean;
  /** Why one could not enter, or stay. */
  error: Error | null;
  /** Why one is not in any more, where that is for good. */
  ended: Departure | null;
  /** It has ended for everybody, or has to: whoever is suspended ends what is theirs. */
  over: boolean;
  /** Whether the server tells of what changes, as long as one is in. */
  told: boolean;
  enter: (password: string | null) => void;
  leave: () => void;
};

/** Of a conference, what being in it depends on. */
export type Joinable = Pick<Conference, "id" | "state" | "mine" | "locked">;

/** Being in a conference: entering, staying as long as the page is open, and leaving. */
export function usePresence(conference: Joinable, wanted: boolean): Presence {
  const { state, mine, locked } = conference;
  const live = state === "live";
  const stay = useStay(conference);
  const { inside, ending, wentOut } = stay;
  const entering = useEntering(conference, stay);
  const { enter } = entering;
  useEffect(() => {
    if (live && wanted && !wentOut) enter(null);
  }, [live, wanted, wentOut, enter]);
  const again = (password: string | null) => {
    stay.comeAgain();
    enter(password);
  };
  const comeBack = useEffectEvent(() => {
    if (ending === "signed-out") again(null);
  });
  useEffect(() => onReturn(comeBack), []);
  return {
    inside: live ? inside : null,
    asked: useAsked(stay, entering.error) || (locked && !mine),
    busy: entering.busy || stay.drawing,
    coming: wanted && !wentOut && !entering.error,
    wentOut,
    error: isFault(ending) ? ending : entering.fault,
    ended: isDeparture(ending) ? ending : null,
    over: ending === "finished" || ending === "deleted" || (ending === "suspended" && mine),
    told: useIsOpen(inside?.room ?? null),
    enter: again,
    leave: stay.leave,
  };
}

function useEntering({ id, mine }: Joinable, { begin }: Stay) {
  const client = useQueryClient();
  const isShown = useStillThere();
  const { mutate, isPending, error, variables } = useMutation({
    mutationFn: (password: string | null) => admission(id, password),
    onSuccess: (admitted) => {
      if (isShown()) return begin(admitted);
      // Whoever went elsewhere before the answer came is not there, but where another tab is in.
      giveUp(admitted.ahead);
      if (!mine && !wasIn(id)) takeBack(id); // unless one has come back by then
      return undefined;
    },
    onError: (why) => {
      if (!(why instanceof Refusal) || why.status < 400 || why.status >= 500) return;
      if (isShown()) stayAway();
      void client.invalidateQueries({ queryKey: keys.conference(id) });
    },
  });
  const enter = useCallback(
    (password: string | null) => {
      comeBackTo(id); // from now on: a reload may come before the answer, which finds one in
      mutate(password);
    },
    [id, mutate],
  );
  // Without a password, being refused one is no fault but the question for it.
  const isQuestion = isForPassword(error) && variables === null;
  return { enter, busy: isPending, error, fault: isQuestion ? null : error };
}

/** Whether a password has been asked for since one was in last. */
function useAsked({ inside, ending }: Stay, refused: Error | null): boolean {
  const [before, setAsked] = useState(false);
  const asked = !inside && (before || isForPassword(ending) || isForPassword(refused));
  if (asked !== before) setAsked(asked);
  return asked;
}

function useIsOpen(room: RoomSocket | null): boolean {
  return useSyncExternalStore(room?.watch ?? unwatched, () => room?.view().status === "open");
}

function unwatched(): () => void {
  return () => {};
}

/** What one was put out for; a password is asked for instead. */
function isFault(ending: Ending | null): ending is Refusal {
  return ending instanceof Refusal && !isForPassword(ending);
}
