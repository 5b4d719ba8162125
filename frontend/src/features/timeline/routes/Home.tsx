import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { RowFocus } from "@/components/RowFocus";
import { Block } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import { useUndoing } from "@/components/Undoing";
import type { Conference, ConferencesPage } from "@/generated/api";
import { keys } from "@/lib/keys";
import { useGrowing } from "@/lib/lists";
import { lookAgain } from "@/lib/live";
import { numberWord } from "@/lib/numbers";
import { liveQuery } from "@/lib/on-air";
import { useTitle } from "@/lib/title";
import { sendAll, useGoing } from "@/lib/undo";
import { removeFromTimeline } from "../api/remove";
import { finishedQuery } from "../api/timeline";
import { Days } from "../components/Days";
import { LiveNews, LiveStrip } from "../components/LiveStrip";
import { Nothing } from "../components/Nothing";
import { Waiting } from "../components/Waiting";
import styles from "./Home.module.css";

/** Who of one's network is live now, then what was, day by day. */
export default function Home() {
  const { t } = useTranslation();
  useTitle(t("nav.home"));
  const live = useQuery({ ...liveQuery, refetchInterval: lookAgain("timeline") });
  return (
    <>
      <LiveNews live={live.data?.items} />
      <Timeline live={live} />
    </>
  );
}

function Timeline({ live }: { live: UseQueryResult<ConferencesPage> }) {
  const { t } = useTranslation();
  const finished = useGrowing(finishedQuery);
  useFinishing(live.data?.items);
  const going = useGoing();
  const remove = useRemoving();
  if (live.isPending || !(finished.items || finished.error)) return <Waiting />;
  const shown = (conference: Conference) => !going.has(conference.id);
  const onAir = (live.data?.items ?? []).filter(shown);
  const over = (finished.items ?? []).filter(shown);
  const failed = live.error ?? finished.error;
  const nothing = onAir.length === 0 && over.length === 0 && finished.complete;
  const again = () => {
    if (live.error) void live.refetch();
    if (finished.error) finished.retry();
  };
  return (
    <RowFocus rows={over.map(({ id }) => id)}>
      {nothing && !failed ? (
        <Nothing />
      ) : (
        <>
          <h1 className={styles.title}>{live.data ? <Heading live={onAir} /> : t("nav.home")}</h1>
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
      )}
    </RowFocus>
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

/** Removing, with a time to undo. */
function useRemoving() {
  const { t } = useTranslation();
  const undoing = useUndoing();
  const client = useQueryClient();
  useEffect(() => sendAll, []); // whoever leaves has decided
  return ({ id }: Conference) =>
    undoing({
      id,
      words: t("home.removed"),
      send: async () => {
        await removeFromTimeline(id);
        await client.invalidateQueries({ queryKey: keys.timelines });
      },
    });
}
