import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Conference } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import { PRESENCE_EVERY } from "@/lib/live";
import { join, leave } from "../api/commands";

export type Presence = {
  inside: boolean;
  /** A password is asked for. */
  asked: boolean;
  busy: boolean;
  /** Why one could not enter, or stay. */
  error: Error | null;
  enter: (password: string | null) => void;
  leave: () => void;
};

/** Being in a conference: entering, staying as long as the page is open, and leaving. */
export function usePresence(conference: Conference, wanted: boolean): Presence {
  const { id, mine, locked } = conference;
  const live = conference.state === "live";
  const client = useQueryClient();
  const [joined, setJoined] = useState(false);
  const [left, setLeft] = useState(false);
  const [asked, setAsked] = useState(false);
  const look = () => client.invalidateQueries({ queryKey: keys.conference(id) });
  const entering = useMutation({
    mutationFn: (password: string | null) => join(id, password),
    onSuccess: () => {
      setJoined(true);
      setAsked(false);
      void look();
    },
    onError: (error) => {
      const refused = error instanceof Refusal ? error : null;
      if (refused?.code === "wrong-password") setAsked(true);
      if (refused && refused.status >= 400 && refused.status < 500 && refused.status !== 429) {
        setJoined(false);
        void look();
      }
    },
  });
  const leaving = useMutation({
    mutationFn: () => leave(id),
    onMutate: () => {
      setJoined(false);
      setLeft(true);
    },
    onSettled: look,
  });
  const { mutate: enter } = entering;
  const inside = live && joined;
  useEffect(() => {
    if (live && wanted && !left) enter(null);
  }, [live, wanted, left, enter]);
  useEffect(() => {
    if (!inside) return undefined;
    const renew = () => enter(null);
    const timer = setInterval(renew, PRESENCE_EVERY);
    // A page in the background is seldom woken.
    document.addEventListener("visibilitychange", renew);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", renew);
    };
  }, [inside, enter]);
  // Who goes to another page has left. Not the speaker: that would end it for all, and a reload is no leaving.
  useEffect(() => {
    if (!inside || mine) return undefined;
    return () => void leave(id).catch(() => {}); // else the lease runs out by itself
  }, [inside, mine, id]);
  return {
    inside,
    asked: asked || (locked && !mine),
    busy: entering.isPending && !inside,
    error: isQuestion(entering) ? null : entering.error,
    enter,
    leave: () => leaving.mutate(),
  };
}

/** Without a password, being refused one is no fault but the question for it. */
function isQuestion({ error, variables }: { error: Error | null; variables?: string | null }) {
  return error instanceof Refusal && error.code === "wrong-password" && variables === null;
}
