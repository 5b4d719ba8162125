import type { ComponentType } from "react";
import type { Conference, Engine, MeetingPass } from "@/generated/api";
import { keeping, type Load } from "@/lib/later";
import type { RoomSocket } from "./socket";

/** Being in a room. */
export type Inside = {
  /** Who is there, and what they say to each other beside the media. */
  room: RoomSocket;
  /** What admitted one; it grows old within minutes. */
  pass: MeetingPass;
  /** Get a new one, for whatever has to begin anew. */
  renew: () => Promise<MeetingPass>;
};

/** What carries pictures and sound is given by the room around it; there is one such stage for each engine. */
export type StageProps = Inside & {
  conference: Conference;
  /** Leave the conference. */
  onHangUp: () => void;
};

type Stage = {
  default: ComponentType<StageProps>;
  /** Connect to the others before the stage is drawn, as drawing would delay that; done when connected, or soon after. */
  begin?: (room: RoomSocket) => Promise<void>;
};

/** Where the room around a stage is to be had. */
export const ROOM = keeping(() => import("./Room"));

/** Where each engine's stage is to be had: not before one is about to go in. */
export const STAGES: Record<Engine, Load<StageProps, Stage>> = {
  jitsi: keeping(() => import("./jitsi/JitsiStage")),
  peer: keeping(() => import("./peer/PeerStage")),
};
