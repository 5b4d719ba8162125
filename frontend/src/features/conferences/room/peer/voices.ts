import { useEffect, useRef, useState } from "react";
import type { Remote } from "./link";

type Voices = {
  /** The browser plays nothing before one has clicked. */
  silent: boolean;
  sound: () => void;
};

/** Hear the others: the pictures alone are shown without sound, which no browser forbids. */
export function useVoices(remotes: ReadonlyMap<string, Remote>): Voices {
  const players = useRef(new Map<string, HTMLAudioElement>());
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    for (const [account, player] of players.current) {
      if (remotes.has(account)) continue;
      player.srcObject = null;
      players.current.delete(account);
    }
    for (const [account, { sound }] of remotes) {
      const player = players.current.get(account) ?? new Audio();
      players.current.set(account, player);
      if (player.srcObject === sound) continue;
      player.srcObject = sound;
      void mayPlay(player).then((may) => may || setSilent(true));
    }
  }, [remotes]);
  useEffect(() => {
    const all = players.current;
    return () => {
      for (const player of all.values()) player.srcObject = null;
      all.clear();
    };
  }, []);
  return {
    silent,
    sound: () => {
      setSilent(false);
      for (const player of players.current.values()) void mayPlay(player);
    },
  };
}

async function mayPlay(player: HTMLAudioElement): Promise<boolean> {
  try {
    await player.play();
    return true;
  } catch (error) {
    return !(error instanceof DOMException && error.name === "NotAllowedError");
  }
}
