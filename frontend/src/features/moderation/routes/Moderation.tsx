import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { PhoneHead } from "@/components/PhoneHead";
import { RollingList } from "@/components/Rolling";
import { Block } from "@/components/Skeleton";
import { Tabs } from "@/components/Tabs";
import { Trouble } from "@/components/Trouble";
import type { Report } from "@/generated/api";
import { type Growing, useGrowing } from "@/lib/lists";
import { useMe } from "@/lib/me";
import { figures } from "@/lib/numbers";
import { useTitle } from "@/lib/title";
import { reportsQuery } from "../api/reports";
import { ReportCard } from "../components/ReportCard";
import styles from "./Moderation.module.css";

const ADDRESSES = { open: "/moderation", decided: "/moderation?tab=decided" } as const;

export default function Moderation() {
  const { t } = useTranslation();
  const me = useMe();
  useTitle(t("moderation.title"));
  if (me.moderator) return <Reports />;
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

function Reports() {
  const { t, i18n } = useTranslation();
  const [search] = useSearchParams();
  const tab = search.get("tab") === "decided" ? "decided" : "open";
  const list = useGrowing(reportsQuery(tab === "decided"));
  const count = list.items?.length ?? 0;
  const heading =
    tab === "open" && list.complete && count > 0
      ? t("moderation.heading", {
          count,
          number: figures(count, i18n.language),
        })
      : t("moderation.title");
  return (
    <div className={styles.page}>
      <PhoneHead title={t("moderation.title")} />
      <h1 className={styles.heading}>{heading}</h1>
      <div className={styles.tabs}>
        <Tabs
          label={t("moderation.title")}
          current={ADDRESSES[tab]}
          tabs={[
            { to: ADDRESSES.open, label: t("moderation.open.tab") },
            { to: ADDRESSES.decided, label: t("moderation.decided.tab") },
          ]}
        />
      </div>
      <List key={tab} tab={tab} list={list} />
    </div>
  );
}

function List({ tab, list }: { tab: "open" | "decided"; list: Growing<Report> }) {
  const { t } = useTranslation();
  if (!list.items) {
    return list.error ? (
      <Trouble error={list.error} onRetry={list.retry} />
    ) : (
      <Block tall label={t("moderation.loading")} />
    );
  }
  if (list.items.length === 0 && list.complete) {
    return (
      <Empty within title={t(`moderation.${tab}.empty`)}>
        {t(`moderation.${tab}.hint`)}
      </Empty>
    );
  }
  return (
    <>
      <RollingList
        label={t(`moderation.${tab}.tab`)}
        items={list.items}
        estimate={260}
        complete={list.complete}
        onEnd={list.grow}
        renderRow={(report) => <ReportCard report={report} />}
      />
      {list.growing && <Block label={t("moderation.loading")} />}
      {list.error && <Trouble error={list.error} onRetry={list.retry} />}
    </>
  );
}
