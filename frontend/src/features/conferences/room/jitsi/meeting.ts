import type { JitsiMeeting } from "@/generated/api";
import { keptChoice } from "../choice";
import { type Jitsi, loadJitsi } from "./api";
import { configOf } from "./config";
import { type Doorkeeper, type Room, tellSeat } from "./seats";

/** Why one is not in the meeting, although one is in the conference. */
export type Trouble = "unreachable" | "refused" | "broken" | "kicked";

type Asked = {
  pass: JitsiMeeting;
  moderator: boolean;
  /** Who keeps the door, on the speaker's page. */
  keeper: Doorkeeper | null;
  room: Room;
  place: Element;
  /** What it is about, who one is, and how the frame is called, in the language of all that is shown. */
  about: { title: string; name: string; frame: string; language: string };
  onIn: () => void;
  onTrouble: (trouble: Trouble) => void;
  onHangUp: () => void;
};

const PATIENCE = 30_000; // milliseconds until one is in
const LAST_WORD = 3_000; // milliseconds until it has ended for all
/** Jitsi does not call these fatal, as its own page would ask for a name and a password. */
const REFUSALS = new Set([
  "connection.passwordRequired",
  "conference.authenticationRequired",
  "conference.connectionError.notAllowed",
  "conference.connectionError.accessDenied",
]);
/** In a lobby, that is: Jitsi's page says so itself. */
const WAITS = "conference.connectionError.membersOnly";

/** A meeting at a Jitsi server, from its opening until one is out of it. */
export class Meeting {
  readonly #asked: Asked;
  readonly #moderators = new Set<string>();
  /** What is to be undone at the end. */
  readonly #undo: (() => void)[] = [];
  #jitsi: Jitsi | null = null;
  /** As which participant one is in. */
  #seat: string | null = null;
  #untell = () => {};
  #over = false;
  #ending: Promise<void> | null = null;
  /** Whether one's microphone is on: it can be told the other state, and not a certain one. */
  #audible: boolean;
  #closed = () => {
    this.dispose();
    this.#asked.onHangUp();
  };

  constructor(asked: Asked) {
    this.#asked = asked;
    this.#audible = !keptChoice().muted;
    asked.keeper?.attend((seat) => this.#putOut(seat));
    this.#undo.push(
      () => this.#untell(),
      () => asked.keeper?.attend(null),
      asked.room.on("muted", () => {
        if (this.#audible) this.#jitsi?.executeCommand("toggleAudio");
      }),
    );
    void this.#open();
  }

  /** End it for all, where Jitsi lets one; resolves when it is over. */
  end(): Promise<void> {
    if (!this.#jitsi || !this.#moderates()) return Promise.resolve();
    this.#ending ??= new Promise((done) => {
      this.#closed = done;
      setTimeout(done, LAST_WORD);
      this.#jitsi?.executeCommand("endConference");
    });
    return this.#ending;
  }

  dispose(): void {
    this.#over = true;
    for (const undo of this.#undo.splice(0)) undo();
    this.#jitsi?.dispose();
    this.#jitsi = null;
  }

  async #open(): Promise<void> {
    const { pass, moderator, place, about } = this.#asked;
    const timer = setTimeout(() => this.#fail("unreachable"), PATIENCE);
    this.#undo.push(() => clearTimeout(timer));
    try {
      const Api = await loadJitsi(pass.script, PATIENCE);
      if (this.#over) return;
      const jitsi = new Api(pass.host, {
        roomName: pass.room,
        parentNode: place,
        jwt: pass.token,
        lang: about.language,
        userInfo: { displayName: about.name },
        configOverwrite: configOf({ title: about.title, moderator, choice: keptChoice() }),
      });
      jitsi.getIFrame().title = about.frame;
      this.#listen(jitsi, () => {
        clearTimeout(timer);
        this.#asked.onIn();
      });
    } catch {
      this.#fail("unreachable");
    }
  }

  /** Whether what it tells comes before or after one is in, is Jitsi's affair. */
  #listen(jitsi: Jitsi, arrive: () => void): void {
    this.#jitsi = jitsi;
    jitsi.addListener("videoConferenceJoined", ({ id }) => {
      arrive();
      this.#sit(id);
    });
    jitsi.addListener("participantJoined", ({ id }) => this.#asked.keeper?.came(id));
    jitsi.addListener("participantLeft", ({ id }) => this.#asked.keeper?.went(id));
    jitsi.addListener("participantRoleChanged", ({ id, role }) => {
      if (role === "moderator") this.#moderators.add(id);
      else this.#moderators.delete(id);
    });
    jitsi.addListener("participantKickedOut", ({ kicked }) => {
      if (kicked.local || kicked.id === this.#seat) this.#fail("kicked");
    });
    jitsi.addListener("passwordRequired", arrive);
    jitsi.addListener("errorOccurred", ({ error: { name, isFatal } }) => {
      if (name === WAITS) arrive();
      else if (REFUSALS.has(name)) this.#fail("refused");
      else if (isFatal) this.#fail("broken");
    });
    jitsi.addListener("readyToClose", () => this.#closed());
    jitsi.addListener("audioMuteStatusChanged", ({ muted }) => {
      this.#audible = !muted;
    });
  }

  #sit(seat: string): void {
    this.#seat = seat;
    this.#untell();
    if (!this.#asked.moderator) this.#untell = tellSeat(this.#asked.room, seat);
  }

  #moderates(): boolean {
    return this.#seat !== null && this.#moderators.has(this.#seat);
  }

  /** Others' commands fail without a word. */
  #putOut(seat: string): void {
    if (this.#moderates()) this.#jitsi?.executeCommand("kickParticipant", seat);
  }

  #fail(trouble: Trouble): void {
    if (this.#over) return;
    this.dispose();
    this.#asked.onTrouble(trouble);
  }
}
