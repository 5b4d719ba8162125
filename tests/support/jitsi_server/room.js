// What is in the frame: the way into a room by a token, and what becomes of whoever is in it. It has no media.
const hash = new URLSearchParams(location.hash.slice(1));
const query = new URLSearchParams(location.search);
const option = (key) => JSON.parse(hash.get(key) ?? "null");
const part = (id) => document.getElementById(id);
const roomName = decodeURIComponent(location.pathname.slice(1));
const people = new Map();
const knocking = new Map();
let socket = null;
let me = null;
let isMuted = option("config.startWithAudioMuted") === true;
let isRaised = false;

const page = wire({
  other: window.parent,
  scope: `jitsi_meet_external_api_${hash.get("jitsi_meet_external_api_id")}`,
  hear: (method, { type, data }) => {
    if (method === "message" && type === "event") obey[data.name]?.(...data.data);
  },
});
const tell = (name, payload = {}) =>
  page.send("message", { type: "event", data: { name, ...payload } });
const ask = (what, more = {}) => socket?.send(JSON.stringify({ what, ...more }));

// Commands of the page. The server obeys moderators alone, and says nothing to others.
const obey = {
  "display-name": (name) => ask("name", { name }),
  "end-conference": () => ask("end"),
  "kick-participant": (id) => ask("kick", { id }),
  "mute-everyone": () => ask("mute"),
  "toggle-audio": () => mute(!isMuted),
  "video-hangup": () => close(),
};

// What the server says.
const hear = {
  refused: ({ error }) => {
    show("Refused");
    tell("error-occurred", { error });
  },
  locked: () => {
    tell("password-required"); // first: a test that sees the field takes the page to know of it
    show("Locked");
    part("locked").hidden = false;
  },
  waits: ({ error }) => {
    tell("error-occurred", { error });
    show("In the lobby");
  },
  knocks: ({ id, name }) => {
    knocking.set(id, name);
    tell("knocking-participant", { participant: { id, name } });
  },
  joined: ({ id, others, ...about }) => {
    me = id;
    part("locked").hidden = true;
    people.set(id, about);
    show(`In ${roomName}`);
    for (const other of others) hear.came(other);
    noteRole(id, about);
    tell("video-conference-joined", {
      ...namesOf(about),
      roomName,
      id,
      avatarURL: about.avatar,
      breakoutRoom: false,
      visitor: false,
    });
  },
  came: ({ id, ...about }) => {
    people.set(id, about);
    knocking.delete(id);
    tell("participant-joined", { id, ...namesOf(about) });
    noteRole(id, about);
  },
  left: ({ id }) => {
    people.delete(id);
    tell("participant-left", { id });
  },
  named: ({ id, name }) => {
    people.get(id).name = name;
    tell("display-name-change", { id, displayname: name, formattedDisplayName: name });
  },
  muted: () => mute(true),
  kicked: ({ id, by }) => {
    const of = (who) => ({ id: who, name: people.get(who)?.name, local: who === me });
    tell("participant-kicked-out", { kicked: of(id), kicker: of(by) });
    if (id === me) leave("Put out");
  },
  ended: () => close(),
};

function namesOf({ name }) {
  return { displayName: name, formattedDisplayName: name };
}

function noteRole(id, { role }) {
  if (role === "moderator") tell("participant-role-changed", { id, role });
}

function mute(muted) {
  isMuted = muted;
  tell("audio-mute-status-changed", { muted });
  draw();
}

function raise() {
  isRaised = !isRaised;
  tell("raise-hand-updated", { id: me, handRaised: isRaised ? Date.now() : 0 });
}

function leave(words) {
  me = null;
  people.clear();
  socket?.close();
  tell("video-conference-left", { roomName });
  show(words);
}

function close() {
  leave("Left");
  tell("video-ready-to-close");
}

function join() {
  part("join").hidden = true;
  socket = new WebSocket(`wss://${location.host}/xmpp`);
  socket.onopen = () => enter();
  socket.onmessage = ({ data }) => {
    const { what, ...more } = JSON.parse(data);
    hear[what](more);
    draw();
  };
  socket.onclose = () => {
    if (me === null) return;
    const error = { name: "connection.droppedError", message: "", type: "CONNECTION", isFatal: true };
    tell("error-occurred", { error });
  };
}

function enter(more = {}) {
  ask("join", { room: roomName, token: query.get("jwt") ?? "", ...more });
}

function show(words) {
  part("state").textContent = words;
  draw();
}

function draw() {
  part("people").replaceChildren(
    ...[...people.entries()].map(([id, about]) => {
      const row = document.createElement("li");
      const more = [about.role === "moderator" && "moderator", id === me && isMuted && "muted"];
      row.textContent = [about.name, ...more.filter(Boolean)].join(", ");
      return row;
    }),
  );
  part("lobby").replaceChildren(
    ...[...knocking].map(([id, name]) => {
      const row = document.createElement("li");
      const admit = document.createElement("button");
      admit.textContent = `Admit ${name}`;
      admit.onclick = () => ask("admit", { id });
      row.append(admit);
      return row;
    }),
  );
  for (const id of ["mute", "raise", "hang-up"]) part(id).hidden = me === null;
}

part("join").onclick = join;
part("locked").onsubmit = (event) => {
  event.preventDefault();
  enter({ password: part("password").value });
};
part("mute").onclick = () => mute(!isMuted);
part("raise").onclick = raise;
part("hang-up").onclick = close;
part("subject").textContent = option("config.subject") ?? "";
part("powers").textContent = `In ${query.get("lang")}, with ${["camera", "microphone", "display-capture", "fullscreen"]
  .filter((power) => document.featurePolicy.allowsFeature(power))
  .join(", ")}`;
tell("ready");
if (option("config.prejoinConfig")?.enabled === false) join();
else part("join").hidden = false;
