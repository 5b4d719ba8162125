import { memory } from "@/lib/storage";

/** With what one takes part; kept on this device for the next time. */
export type Choice = {
  microphone: string | null;
  camera: string | null;
  muted: boolean;
  cameraOff: boolean;
};

const KEPT_AS = "wexstream.devices";
const USUAL: Choice = { microphone: null, camera: null, muted: false, cameraOff: false };

export function keptChoice(): Choice {
  try {
    const kept: unknown = JSON.parse(memory.read(KEPT_AS) ?? "null");
    return typeof kept === "object" ? { ...USUAL, ...kept } : USUAL;
  } catch {
    return USUAL; // somebody else's words under our name
  }
}

/** Whether one has looked at camera and microphone here before, or was in a conference. */
export function isChoiceKept(): boolean {
  return memory.read(KEPT_AS) !== null;
}

/** Keep what was chosen for the next time; all that is kept. */
export function keep(changes: Partial<Choice>): Choice {
  const chosen = { ...keptChoice(), ...changes };
  memory.write(KEPT_AS, JSON.stringify(chosen));
  return chosen;
}
