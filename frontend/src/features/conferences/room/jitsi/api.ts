import { meetingsScript } from "@/lib/scripts";

/** Of Jitsi's IFrame API what we use: what it tells, and what it can be told. */
export type Events = {
  videoConferenceJoined: { id: string };
  participantJoined: { id: string };
  participantLeft: { id: string };
  participantRoleChanged: { id: string; role: string };
  participantKickedOut: { kicked: { id: string; local?: boolean } };
  audioMuteStatusChanged: { muted: boolean };
  passwordRequired: unknown;
  errorOccurred: { error: { name: string; isFatal?: boolean } };
  readyToClose: unknown;
};
type Commands = { kickParticipant: [id: string]; endConference: []; toggleAudio: [] };

export type Options = {
  roomName: string;
  parentNode: Element;
  jwt: string;
  lang: string;
  userInfo: { displayName: string };
  configOverwrite: Readonly<Record<string, unknown>>;
};
export type Jitsi = {
  addListener<E extends keyof Events>(event: E, listener: (told: Events[E]) => void): unknown;
  executeCommand<C extends keyof Commands>(name: C, ...data: Commands[C]): void;
  getIFrame(): HTMLIFrameElement;
  dispose(): void;
};
type Api = new (host: string, options: Options) => Jitsi;

declare global {
  interface Window {
    JitsiMeetExternalAPI?: Api;
  }
}

let loading: Promise<Api> | null = null;

/** Jitsi's script, fetched once for the page, or again after it could not be. Rejects after some patience. */
export function loadJitsi(address: string, patience: number): Promise<Api> {
  loading ??= fetchScript(address, patience).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

function fetchScript(address: string, patience: number): Promise<Api> {
  return new Promise((done, fail) => {
    const script = meetingsScript(address);
    const end = () => {
      clearTimeout(timer);
      script.remove();
      if (window.JitsiMeetExternalAPI) done(window.JitsiMeetExternalAPI);
      else fail(new Error("Jitsi's script did not come."));
    };
    const timer = setTimeout(end, patience);
    script.addEventListener("load", end);
    script.addEventListener("error", end);
    document.head.append(script);
  });
}
