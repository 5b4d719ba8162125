import { useQuery } from "@tanstack/react-query";
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Block, Rows } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import type { Conference } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { useConfig } from "@/lib/config";
import { useLater } from "@/lib/later";
import { isId } from "@/lib/places";
import { useTitle } from "@/lib/title";
import { conferenceQuery } from "../api/conference";
import { Announcer } from "../components/Announcer";
import { CameraCheck } from "../components/CameraCheck";
import { Ended } from "../components/Ended";
import { Frame } from "../components/Frame";
import { People } from "../components/People";
import { SpeakerMenu } from "../components/SpeakerMenu";
import { Outside, Over, Prepared, useSpeaker, Waiting } from "../components/states";
import { useAnnouncements } from "../lib/announcing";
import { type Presence, usePresence } from "../lib/presence";
import { isChoiceKept } from "../room/choice";
import { wasIn } from "../room/coming-back";
import { lastWords } from "../room/last-words";
import type RoomItself from "../room/Room";
import { type Inside, ROOM, STAGES } from "../room/stage";
import styles from "./Conference.module.css";

/** A conference at its own address, in whatever state it is. */
export default function ConferencePage() {
  const [search] = useSearchParams();
  const id = search.get("c");
  return isId(id) ? <Found key={id} id={id} /> : <Gone />;
}

function Found({ id }: { id: string }) {
  const { t } = useTranslation();
  const [told, setTold] = useState(false);
  const { data: conference, error, refetch } = useQuery(conferenceQuery(id, told));
  useTitle(conference?.title ?? t("conference.page"));
  const missing = error instanceof Refusal && error.status === 404;
  if (conference) return <Shown conference={conference} missing={missing} onTold={setTold} />;
  if (missing) return <Gone />;
  return (
    <Frame>
      <main className={styles.page}>
        {error ? <Trouble error={error} onRetry={() => void refetch()} /> : <Coming />}
      </main>
    </Frame>
  );
}

type View = "waiting" | "prepared" | "entering" | "room" | "outside" | "ended" | "over" | "gone";

type ShownProps = {
  conference: Conference;
  /** It is not there any more, or not for oneself. */
  missing: boolean;
  /** Whether the server tells of what changes. */
  onTold: (told: boolean) => void;
};

function viewOf(
  { conference, missing }: Omit<ShownProps, "onTold">,
  presence: Presence,
  letIn: boolean,
): View {
  const { state, mine } = conference;
  if (presence.inside) return "room"; // there it is told why
  if (state === "finished" && !missing) return "over";
  if (presence.ended) return "ended";
  if (missing) return "gone";
  if (state === "created") return mine ? "prepared" : "waiting";
  return letIn && presence.coming ? "entering" : "outside";
}

function Shown({ conference, missing, onTold }: ShownProps) {
  const { t } = useTranslation();
  const { state, mine } = conference;
  const location = useLocation();
  const navigate = useNavigate();
  // Who waited is let in when it begins, and whoever was in is in again. Whoever decided to be in it is at once, but
  // for the first time, when one is to see first how one will be seen. A speaker is in where it was started: to be in
  // by every page of it would take the call from the page that has it.
  const [letIn, setLetIn] = useState(
    () =>
      (state === "created" && !mine) ||
      wasIn(conference.id) ||
      (wantsIn(location.state) && isChoiceKept()),
  );
  const presence = usePresence(conference, letIn);
  const { told } = presence;
  useEffect(() => onTold(told), [onTold, told]);
  const view = viewOf({ conference, missing }, presence, letIn);
  const inside = useLingering(presence, view);
  const name = useSpeaker(conference);
  const entered = mine ? t("conference.on-air.title") : t("conference.inside.title", { name });
  const { page, said, announce } = useAnnouncing(inside ? "room" : view, entered);
  const { engine } = useConfig();
  useEffect(() => {
    // Once it is needed, what could not be fetched is fetched again.
    Promise.all([ROOM(), STAGES[engine]()]).catch(() => undefined);
  }, [engine]);
  return (
    <div ref={page}>
      <Announcer said={said} />
      {inside ? (
        <Entered
          conference={conference}
          {...inside}
          onHangUp={() => {
            presence.leave();
            // A reload does not lead in again.
            void navigate(location, { replace: true, state: null });
          }}
          announce={announce}
        />
      ) : (
        <Around
          conference={conference}
          presence={presence}
          view={view}
          onStarted={() => setLetIn(true)}
        />
      )}
    </div>
  );
}

/** What one is in; when it has ended, until its stage has said its last words. */
function useLingering({ inside, over }: Presence, view: View): Inside | null {
  const [last, setLast] = useState(inside);
  if (inside && inside !== last) setLast(inside);
  const lingers = !inside && last !== null && (over || view === "over");
  if (!inside && last && !lingers) setLast(null);
  useEffect(() => {
    if (lingers) void lastWords().then(() => setLast(null));
  }, [lingers]);
  return lingers ? last : inside;
}

type AroundProps = {
  conference: Conference;
  presence: Presence;
  view: View;
  /** The speaker has started it here. */
  onStarted: () => void;
};

/** What there is before and after the room. */
function Around({ conference, presence, view, onStarted }: AroundProps) {
  if (view === "gone") return <Gone />;
  if (view === "entering") return <Entering conference={conference} />;
  if (view === "ended" && presence.ended) {
    return (
      <Frame>
        <Ended conference={conference} reason={presence.ended} enter={() => presence.enter(null)} />
      </Frame>
    );
  }
  const views: Partial<Record<View, ReactNode>> = {
    waiting: <Waiting conference={conference} />,
    prepared: <Prepared conference={conference} onStarted={onStarted} />,
    outside: <Outside conference={conference} presence={presence} />,
    over: <Over conference={conference} />,
  };
  return (
    <Frame actions={conference.mine && <SpeakerMenu conference={conference} />}>
      <main className={styles.page}>
        {views[view]}
        <div className={styles.beside}>
          {view !== "over" && <CameraCheck byItself={!presence.wentOut} />}
          {conference.state !== "created" && <People conference={conference} />}
        </div>
      </main>
    </Frame>
  );
}

/** Says politely what has changed, and gives the keyboard a place if the one it had is gone. */
function useAnnouncing(view: View, entered: string) {
  const page = useRef<HTMLDivElement>(null);
  const before = useRef(view);
  const { said, announce } = useAnnouncements();
  useEffect(() => {
    if (before.current === view) return;
    before.current = view;
    const heading = page.current?.querySelector("h1");
    announce(view === "room" ? entered : (heading?.textContent ?? ""));
    if (document.activeElement === document.body) heading?.focus({ preventScroll: true });
  }, [view, entered, announce]);
  return { page, said, announce };
}

/** The room, once it is there. */
function Entered(props: ComponentProps<typeof RoomItself>) {
  const { Part: Room, error, again } = useLater(ROOM);
  if (Room) return <Room {...props} />;
  return (
    <Entering conference={props.conference}>
      {error !== null && <Trouble error={error} onRetry={again} />}
    </Entering>
  );
}

type EnteringProps = {
  conference: Conference;
  /** Why it takes so long. */
  children?: ReactNode;
};

function Entering({ conference, children }: EnteringProps) {
  const { t } = useTranslation();
  return (
    <Frame>
      <main className={styles.page} aria-busy={!children}>
        <h1 className={styles.said}>{conference.title}</h1>
        {children || <Block tall label={t("conference.loading")} />}
      </main>
    </Frame>
  );
}

/** Whether one came by a button that says Join. */
function wantsIn(state: unknown): boolean {
  return typeof state === "object" && state !== null && "join" in state && state.join === true;
}

function Gone() {
  const { t } = useTranslation();
  useTitle(t("conference.page"));
  return (
    <Frame>
      <main className={styles.empty}>
        <Empty
          title={t("conference.gone.title")}
          actions={
            <ButtonLink to="/home" look="filled" size="large">
              {t("common.missing.home")}
            </ButtonLink>
          }
        >
          {t("conference.gone.text")}
        </Empty>
      </main>
    </Frame>
  );
}

function Coming() {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.waiting}>
        <Rows count={1} label={t("conference.loading")} />
        <Block label={t("conference.loading")} />
      </div>
      <Block tall label={t("conference.loading")} />
    </>
  );
}
