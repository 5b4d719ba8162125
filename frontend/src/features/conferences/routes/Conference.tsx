import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearchParams } from "react-router";
import { ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Block, Rows } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import type { Conference } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { useTitle } from "@/lib/title";
import { conferenceQuery } from "../api/conference";
import { CameraCheck } from "../components/CameraCheck";
import { Frame } from "../components/Frame";
import { People } from "../components/People";
import { SpeakerMenu } from "../components/SpeakerMenu";
import { Inside, OnAir, Outside, Over, Prepared, Waiting } from "../components/states";
import { usePresence } from "../lib/presence";
import styles from "./Conference.module.css";

/** A conference at its own address, in whatever state it is. */
export default function ConferencePage() {
  const [search] = useSearchParams();
  const id = search.get("c") ?? "";
  return UUID.test(id) ? <Found key={id} id={id} /> : <Gone />;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function Found({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: conference, error, refetch } = useQuery(conferenceQuery(id));
  useTitle(conference?.title ?? t("conference.page"));
  if (error instanceof Refusal && error.status === 404) return <Gone />;
  if (conference) return <Shown conference={conference} />;
  return (
    <Frame>
      <main className={styles.page}>
        {error ? <Trouble error={error} onRetry={() => void refetch()} /> : <Coming />}
      </main>
    </Frame>
  );
}

type View = "waiting" | "prepared" | "on-air" | "inside" | "outside" | "over";

function viewOf({ state, mine }: Conference, inside: boolean): View {
  if (state === "created") return mine ? "prepared" : "waiting";
  if (state === "finished") return "over";
  if (mine) return "on-air";
  return inside ? "inside" : "outside";
}

function Shown({ conference }: { conference: Conference }) {
  const { state, mine } = conference;
  const location = useLocation();
  const [joining, setJoining] = useState(() => wantsIn(location.state));
  // Who waited is let in when it begins; a speaker belongs there.
  const [waited] = useState(state === "created");
  const presence = usePresence(conference, joining || mine || waited);
  const view = viewOf(conference, presence.inside);
  const { page, said } = useAnnouncing(view);
  const shown = { conference, presence };
  const views: Record<View, ReactNode> = {
    waiting: <Waiting conference={conference} />,
    prepared: <Prepared conference={conference} onStarted={() => setJoining(true)} />,
    "on-air": <OnAir {...shown} />,
    inside: <Inside {...shown} />,
    outside: <Outside {...shown} />,
    over: <Over conference={conference} />,
  };
  return (
    <Frame actions={mine && <SpeakerMenu conference={conference} />}>
      <output ref={said} className={styles.said} />
      <main ref={page} className={styles.page}>
        {views[view]}
        {state === "created" ? <CameraCheck /> : <People conference={conference} />}
      </main>
    </Frame>
  );
}

/** Says politely what has changed, and gives the keyboard a place if the one it had is gone. */
function useAnnouncing(view: View) {
  const page = useRef<HTMLElement>(null);
  const said = useRef<HTMLOutputElement>(null);
  const before = useRef(view);
  useEffect(() => {
    if (before.current === view) return;
    before.current = view;
    const heading = page.current?.querySelector("h1");
    if (said.current) said.current.textContent = heading?.textContent ?? "";
    if (document.activeElement === document.body) heading?.focus({ preventScroll: true });
  }, [view]);
  return { page, said };
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
