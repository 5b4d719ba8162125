import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { RowFocus } from "@/components/RowFocus";
import { Block } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import { useUndoing } from "@/components/Undoing";
import type { Company, Conference, ConferencesPage } from "@/generated/api";
import { lookAgain } from "@/lib/again";
import { keys } from "@/lib/keys";
import { useGrowing } from "@/lib/lists";
import { numberWord } from "@/lib/numbers";
import { liveQuery } from "@/lib/on-air";
import { useTitle } from "@/lib/title";
import { sendAll, useGoing } from "@/lib/undo";
import { networkQuery } from "../api/network";
import { removeFromTimeline } from "../api/remove";
import { finishedQuery } from "../api/timeline";
import { Days } from "../components/Days";
import { LiveNews, LiveStrip } from "../components/LiveStrip";
import { Nothing } from "../components/Nothing";
import { Waiting } from "../components/Waiting";
import { networkIn, type OnAir, onAir, speakers } from "../lib/company";
import styles from "./Home.module.css";

/** Who is live now, of one's network or with people of it, then what was, day by day. */
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
  const network = useQuery(networkQuery);
  const finished = useGrowing(finishedQuery);
  useFinishing(live.data?.items);
  const going = useGoing();
  const remove = useRemoving();
  const pending = live.isPending || network.isPending || !(finished.items || finished.error);
  if (pending) return <Waiting />;
  const shown = (conference: Conference) => !going.has(conference.id);
  const companies = network.data ?? [];
  const on = onAir((live.data?.items ?? []).filter(shown), companies);
  const over = (finished.items ?? []).filter(shown);
  const failed = live.error ?? finished.error;
  const nothing = on.length === 0 && over.length === 0 && finished.complete;
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
          <h1 className={styles.title}>{live.data ? <Heading shown={on} /> : t("nav.home")}</h1>
          <Network shown={on} companies={companies} />
          {live.error && <Trouble error={live.error} onRetry={again} />}
          <LiveStrip shown={on} />
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
function Heading({ shown }: { shown: readonly OnAir[] }) {
  const { t, i18n } = useTranslation();
  const count = speakers(shown);
  if (count === 0) return t("home.live.nobody");
  return t("home.live.title", { count, number: numberWord(count, t, i18n.language) });
}

/** How many of one's network are there, where any are who do not speak themselves. */
function Network({ shown, companies }: { shown: readonly OnAir[]; companies: readonly Company[] }) {
  const { t, i18n } = useTranslation();
  if (shown.every(({ known }) => known.length === 0)) return null;
  const count = networkIn(shown, companies);
  return (
    <p className={styles.network}>
      {t("home.live.network", { count, number: numberWord(count, t, i18n.language) })}
    </p>
  );
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
