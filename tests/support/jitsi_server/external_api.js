// What a page loads to show a meeting: the part of Jitsi's IFrame API that tests need, under its names.
const EVENTS = {
  ready: "ready",
  "audio-mute-status-changed": "audioMuteStatusChanged",
  "display-name-change": "displayNameChange",
  "error-occurred": "errorOccurred",
  "knocking-participant": "knockingParticipant",
  "participant-joined": "participantJoined",
  "participant-kicked-out": "participantKickedOut",
  "participant-left": "participantLeft",
  "participant-role-changed": "participantRoleChanged",
  "password-required": "passwordRequired",
  "raise-hand-updated": "raiseHandUpdated",
  "video-conference-joined": "videoConferenceJoined",
  "video-conference-left": "videoConferenceLeft",
  "video-ready-to-close": "readyToClose",
};
const COMMANDS = {
  displayName: "display-name",
  endConference: "end-conference",
  hangup: "video-hangup",
  kickParticipant: "kick-participant",
  muteEveryone: "mute-everyone",
  toggleAudio: "toggle-audio",
};
const OPTIONS = ["config", "interfaceConfig", "userInfo", "devices", "appData"];
let made = 0;

window.JitsiMeetExternalAPI = class {
  #listeners = [];
  #frame = document.createElement("iframe");
  #wire;

  constructor(domain, { parentNode = document.body, width = "100%", height = "100%", ...options } = {}) {
    const number = made;
    made += 1;
    this.#frame.allow = "camera; microphone; display-capture; autoplay; clipboard-write; screen-wake-lock";
    this.#frame.src = addressOf(domain, options, number);
    this.#frame.name = `jitsiConferenceFrame${number}`;
    this.#frame.id = this.#frame.name;
    this.#frame.allowFullscreen = true;
    Object.assign(this.#frame.style, { width, height, border: 0 });
    parentNode.appendChild(this.#frame);
    this.#wire = wire({
      other: this.#frame.contentWindow,
      scope: `jitsi_meet_external_api_${number}`,
      origin: new URL(this.#frame.src).origin,
      hear: (method, { type, data: { name, ...payload } }) => {
        if (method !== "message" || type !== "event") return;
        const heard = this.#listeners.filter(([event]) => event === EVENTS[name]);
        for (const [, listener] of heard) listener(payload);
      },
    });
  }

  addListener(event, listener) {
    this.#listeners.push([event, listener]);
    return this;
  }

  executeCommand(name, ...data) {
    if (!(name in COMMANDS)) throw new Error(`${name} is no command that this server knows.`);
    this.#wire.send("message", { type: "event", data: { name: COMMANDS[name], data } });
  }

  getIFrame() {
    return this.#frame;
  }

  dispose() {
    this.#wire.close();
    this.#listeners = [];
    this.#frame.remove();
  }
};

function addressOf(domain, { roomName, jwt, lang, configOverwrite, interfaceConfigOverwrite, ...more }, number) {
  const options = {
    ...more,
    config: configOverwrite,
    interfaceConfig: interfaceConfigOverwrite,
    appData: { localStorageContent: null },
  };
  const address = new URL(`https://${domain}/${roomName}`);
  if (jwt) address.searchParams.set("jwt", jwt);
  if (lang) address.searchParams.set("lang", lang);
  const hash = [`jitsi_meet_external_api_id=${number}`, ...(jwt ? [`jwt=${jwt}`] : [])];
  for (const of of OPTIONS) {
    for (const [key, value] of Object.entries(options[of] ?? {})) {
      hash.push(`${of}.${key}=${encodeURIComponent(JSON.stringify(value))}`);
    }
  }
  address.hash = hash.join("&");
  return address.href;
}
