import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Block } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import { useUndoing } from "@/components/Undoing";
import type { Conference } from "@/generated/api";
import { keys } from "@/lib/keys";
import { useGrowing } from "@/lib/lists";
import { numberWord } from "@/lib/numbers";
import { useTitle } from "@/lib/title";
import { sendAll, useGoing } from "@/lib/undo";
import { removeFromTimeline } from "../api/remove";
import { finishedQuery, liveQuery } from "../api/timeline";
import { Days } from "../components/Days";
import { LiveNews, LiveStrip } from "../components/LiveStrip";
import { Nothing } from "../components/Nothing";
import styles from "./Home.module.css";

/** Who of one's network is live now, then what was, day by day. */
export default function Home() {
  const { t } = useTranslation();
  useTitle(t("nav.home"));
  const live = useQuery(liveQuery);
  const finished = useGrowing(finishedQuery);
  useFinishing(live.data?.items);
  const heading = useRef<HTMLHeadingElement>(null);
  const going = useGoing();
  const remove = useRemoving(heading);
  if (live.isPending || !(finished.items || finished.error)) return <Waiting />;
  const shown = (conference: Conference) => !going.has(conference.id);
  const onAir = (live.data?.items ?? []).filter(shown);
  const over = (finished.items ?? []).filter(shown);
  const news = <LiveNews live={live.data?.items} />;
  const failed = live.error ?? finished.error;
  const nothing = onAir.length === 0 && over.length === 0 && finished.complete;
  if (nothing && !failed) return <Nothing>{news}</Nothing>;
  const again = () => {
    if (live.error) void live.refetch();
    if (finished.error) finished.retry();
  };
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className={styles.title}>
        {live.data ? <Heading live={onAir} /> : t("nav.home")}
      </h1>
      {news}
      {live.error && <Trouble error={live.error} onRetry={again} />}
      <LiveStrip live={onAir} />
      <Days
        broadcasts={over}
        onRemove={remove}
        onEnd={finished.grow}
        complete={finished.complete}
      />
      {finished.growing && <Block label={t("home.loading")} />}
      {finished.error && !live.error && <Trouble error={finished.error} onRetry={again} />}
    </>
  );
}

/** The state of things: how many people are live, each counted once. */
function Heading({ live }: { live: readonly Conference[] }) {
  const { t, i18n } = useTranslation();
  const count = new Set(live.map(({ speaker }) => speaker.id)).size;
  if (count === 0) return t("home.live.nobody");
  return t("home.live.title", { count, number: numberWord(count, t, i18n.language) });
}

/** What ceases to be live is among what was. */
function useFinishing(live: readonly Conference[] | undefined) {
  const client = useQueryClient();
  const before = useRef<readonly Conference[]>([]);
  useEffect(() => {
    if (!live) return;
    const now = new Set(live.map(({ id }) => id));
    const ended = before.current.some(({ id }) => !now.has(id));
    before.current = live;
    if (ended) void client.invalidateQueries({ queryKey: keys.timeline("finished") });
  }, [live, client]);
}

/** Removing with a time to undo, and where the keyboard is then. */
function useRemoving(heading: RefObject<HTMLElement | null>) {
  const { t } = useTranslation();
  const undoing = useUndoing();
  const client = useQueryClient();
  useEffect(() => sendAll, []); // whoever leaves has decided
  return ({ id }: Conference) => {
    const buttons = [...document.querySelectorAll<HTMLElement>("[data-remove]")];
    const here = buttons.findIndex((button) => button.dataset["remove"] === id);
    const next = buttons[here + 1] ?? buttons[here - 1] ?? heading.current;
    undoing({
      id,
      words: t("home.removed"),
      send: async () => {
        await removeFromTimeline(id);
        await client.invalidateQueries({ queryKey: keys.timelines });
      },
    });
    next?.focus({ preventScroll: true });
  };
}

/** The shape of what comes. */
function Waiting() {
  const { t } = useTranslation();
  const label = t("home.loading");
  return (
    <>
      <div className={styles.strip}>
        <Block tall label={label} />
        <Block tall label={label} />
        <Block tall label={label} />
      </div>
      <div className={styles.cards}>
        <Block label={label} />
        <Block label={label} />
      </div>
    </>
  );
}
