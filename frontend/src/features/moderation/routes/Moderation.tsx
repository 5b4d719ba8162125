import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { GrowingList } from "@/components/GrowingList";
import { Later } from "@/components/Later";
import { PhoneHead } from "@/components/PhoneHead";
import { Block, Rows } from "@/components/Skeleton";
import { Tabs } from "@/components/Tabs";
import type { Appeal } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { learnDeciding } from "@/lib/deciding";
import { type Growing, useGrowing } from "@/lib/lists";
import { useMe } from "@/lib/me";
import { numberWord } from "@/lib/numbers";
import { useTitle } from "@/lib/title";
import { appealsQuery } from "../api/appeals";
import { reportsQuery } from "../api/reports";
import { suspendedQuery } from "../api/suspended";
import { AppealCard } from "../components/AppealCard";
import { ReportCard } from "../components/ReportCard";
import { SuspendedRow } from "../components/SuspendedRow";
import { learnLog } from "../words";
import styles from "./Moderation.module.css";

export const learn = learnDeciding;

const TABS = ["open", "decided", "appeals", "suspended", "log"] as const;
type Tab = (typeof TABS)[number];

/** The log is read now and then: its code and its words come when it is. */
async function loadLog() {
  const [log] = await Promise.all([import("../components/Log"), learnLog()]);
  return log;
}

function addressOf(tab: Tab): string {
  return tab === "open" ? "/moderation" : `/moderation?tab=${tab}`;
}

export default function Moderation() {
  const { t } = useTranslation();
  const me = useMe();
  useTitle(t("moderation.title"));
  if (me.moderator) return <Guarded />;
  return (
    <Empty
      title={t("moderation.closed.title")}
      actions={
        <ButtonLink to="/home" look="filled" size="large">
          {t("common.missing.home")}
        </ButtonLink>
      }
    >
      {t("moderation.closed.text")}
    </Empty>
  );
}

/** Where the operator wants two steps of moderators, whoever signed in by one is told how. */
function Guarded() {
  const { t } = useTranslation();
  const { error } = useGrowing(reportsQuery(false));
  if (!(error instanceof Refusal && error.code === "second-step-required")) return <Cases />;
  return (
    <Empty
      title={t("moderation.guarded.title")}
      actions={
        <ButtonLink to="/settings#security" look="filled" size="large">
          {t("moderation.guarded.go")}
        </ButtonLink>
      }
    >
      {t("refusal.second-step-required")}
    </Empty>
  );
}

function Cases() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const tab = TABS.find((known) => known === search.get("tab")) ?? "open";
  const heading = useHeading(tab);
  return (
    <div className={styles.page}>
      <PhoneHead title={t("moderation.title")} />
      <h1 className={styles.heading}>{heading}</h1>
      <div className={styles.tabs}>
        <Tabs
          label={t("moderation.title")}
          current={addressOf(tab)}
          tabs={TABS.map((known) => ({
            to: addressOf(known),
            label: known === "appeals" ? t("deciding.tab") : t(`moderation.${known}.tab`),
          }))}
        />
      </div>
      <Shown tab={tab} />
    </div>
  );
}

function Shown({ tab }: { tab: Tab }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  if (tab === "suspended") return <Suspended />;
  if (tab === "appeals") return <Appeals settled={search.has("settled")} />;
  if (tab !== "log") return <Reports key={tab} tab={tab} />;
  return (
    <Later load={loadLog} given={{}}>
      <Rows count={4} label={t("moderation.loading")} />
    </Later>
  );
}

/** How many reports are open, where one looks at those. */
function useHeading(tab: Tab): string {
  const { t, i18n } = useTranslation();
  const { items, complete } = useGrowing(reportsQuery(false), { enabled: tab === "open" });
  const count = items?.length ?? 0;
  return tab === "open" && complete && count > 0
    ? t("moderation.heading", { count, number: numberWord(count, t, i18n.language) })
    : t("moderation.title");
}

function Reports({ tab }: { tab: "open" | "decided" }) {
  const { t } = useTranslation();
  return (
    <List
      tab={tab}
      list={useGrowing(reportsQuery(tab === "decided"))}
      estimate={260}
      renderRow={(report) => <ReportCard report={report} />}
      waiting={<Block tall label={t("moderation.loading")} />}
    />
  );
}

/** Those that wait for an answer, or those that have one. */
function Appeals({ settled }: { settled: boolean }) {
  const { t } = useTranslation();
  const waiting = <Block tall label={t("moderation.loading")} />;
  return (
    <>
      <p className={styles.other}>
        <ButtonLink
          size="small"
          look="quiet"
          to={settled ? "/moderation?tab=appeals" : "/moderation?tab=appeals&settled"}
        >
          {t(settled ? "deciding.open" : "deciding.settled")}
        </ButtonLink>
      </p>
      <GrowingList
        key={String(settled)}
        list={useGrowing(appealsQuery(settled))}
        estimate={320}
        renderRow={(appeal: Appeal) => <AppealCard appeal={appeal} />}
        label={t(settled ? "deciding.settled" : "deciding.title")}
        waiting={waiting}
        more={waiting}
        empty={
          <Empty within title={t(settled ? "deciding.settled-empty" : "deciding.empty")}>
            {t("deciding.hint")}
          </Empty>
        }
      />
    </>
  );
}

function Suspended() {
  const { t } = useTranslation();
  return (
    <List
      tab="suspended"
      list={useGrowing(suspendedQuery)}
      estimate={83}
      renderRow={(item) => <SuspendedRow item={item} />}
      waiting={<Rows count={2} label={t("network.loading")} />}
    />
  );
}

type ListProps<T> = {
  tab: Exclude<Tab, "log" | "appeals">;
  list: Growing<T>;
  estimate: number;
  renderRow: (item: T) => ReactNode;
  /** The shape of what is on its way. */
  waiting: ReactNode;
};

function List<T extends { id: string }>({ tab, waiting, ...rows }: ListProps<T>) {
  const { t } = useTranslation();
  return (
    <GrowingList
      {...rows}
      label={t(`moderation.${tab}.tab`)}
      waiting={waiting}
      more={waiting}
      empty={
        <Empty within title={t(`moderation.${tab}.empty`)}>
          {t(`moderation.${tab}.hint`)}
        </Empty>
      }
    />
  );
}
