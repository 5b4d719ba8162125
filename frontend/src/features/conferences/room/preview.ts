import { useEffect, useState } from "react";
import { type Choice, keep, keptChoice } from "./choice";
import { close, type Opened, openDevices } from "./devices";
import { type Found, useFound } from "./found";
import { handover } from "./handover";

export type Devices = Found &
  Opened & {
    choice: Choice;
    choose: (changes: Partial<Choice>) => void;
    /** Begin, or try again. */
    start: () => void;
  };

const NOTHING: Opened = { stream: null, hindrance: null };

/** Camera and microphone, open while this is shown; where the browser would ask, not before one says so. */
export function useDevices(byItself: boolean): Devices {
  const [choice, setChoice] = useState(keptChoice);
  const [tries, setTries] = useState(0);
  const [opened, setOpened] = useState(NOTHING);
  const { stream, hindrance } = opened;
  const { microphone, camera, cameraOff, muted } = choice;
  useEffect(() => {
    if (byItself) void isAllowed().then((allowed) => allowed && setTries((before) => before || 1));
  }, [byItself]);
  useEffect(() => {
    if (tries === 0) return undefined;
    let over = false;
    const wanted = { microphone, ...(!cameraOff && { camera }) };
    const opening = openDevices(wanted);
    handover.offer(wanted, opening);
    void opening.then((now) => !over && setOpened(now));
    return () => {
      over = true;
      if (handover.withdraw(opening)) void opening.then((now) => now.stream && close(now.stream));
    };
  }, [tries, microphone, camera, cameraOff]);
  useEffect(() => {
    for (const track of stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }, [stream, muted]);
  return {
    stream,
    hindrance,
    ...useFound(stream),
    choice,
    choose: (changes) => setChoice(keep(changes)),
    start: () => setTries((before) => before + 1),
  };
}

/** Whether the browser lets us without asking. */
async function isAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state === "granted";
  } catch {
    return false; // not every browser tells
  }
}
