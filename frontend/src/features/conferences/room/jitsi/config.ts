import type { Choice } from "../choice";

const BUTTONS = [
  "microphone",
  "camera",
  "desktop",
  "raisehand",
  "chat",
  "participants-pane",
  "tileview",
  "select-background",
  "settings",
  "fullscreen",
  "hangup",
];
const BUTTONS_OF_SPEAKERS = ["recording", "livestreaming"];

type About = { title: string; moderator: boolean; choice: Choice };

/** How Jitsi looks within a conference. Inviting, locking and names are ours: whoever comes has a pass. */
export function configOf({ title, moderator, choice }: About): Record<string, unknown> {
  return {
    subject: title,
    prejoinConfig: { enabled: false },
    startWithAudioMuted: choice.muted,
    startWithVideoMuted: choice.cameraOff,
    toolbarButtons: moderator ? [...BUTTONS, ...BUTTONS_OF_SPEAKERS] : BUTTONS,
    readOnlyName: true,
    disableDeepLinking: true,
    disableInviteFunctions: true,
    securityUi: { hideLobbyButton: true, disableLobbyPassword: true },
    breakoutRooms: {
      hideAddRoomButton: true,
      hideAutoAssignButton: true,
      hideJoinRoomButton: true,
    },
  };
}
