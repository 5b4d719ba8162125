import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useDeclining } from "@/components/Answering";
import { ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { PhoneHead } from "@/components/PhoneHead";
import { type TabLink, Tabs } from "@/components/Tabs";
import type { ConnectionState } from "@/generated/api";
import { useCounters, useFollowing } from "@/lib/counters";
import { keys } from "@/lib/keys";
import { useGrowing } from "@/lib/lists";
import { numberWord } from "@/lib/numbers";
import { connectionsAt } from "@/lib/places";
import { useTitle } from "@/lib/title";
import { connectionsQuery } from "../api/people";
import { People } from "../components/People";
import styles from "./network.module.css";

const TABS = ["connected", "incoming", "outgoing"] as const satisfies readonly ConnectionState[];

export default function Connections() {
  const { t, i18n } = useTranslation();
  const [search] = useSearchParams();
  const tab = TABS.find((known) => known === search.get("tab")) ?? "connected";
  const { requests } = useCounters();
  useFollowing("requests", keys.network);
  const list = useGrowing(connectionsQuery(tab));
  const declining = useDeclining();
  const shown =
    tab === "incoming" ? { ...list, items: list.items?.filter(({ id }) => !declining(id)) } : list;
  const count = shown.items?.length ?? 0;
  const heading =
    list.complete && count > 0
      ? t(`network.${tab}.heading`, { count, number: numberWord(count, t, i18n.language) })
      : t(`network.${tab}.tab`);
  useTitle(t(`network.${tab}.tab`));
  const tabs = TABS.map((known): TabLink => {
    const link = { to: connectionsAt(known), label: t(`network.${known}.tab`) };
    return known === "incoming" ? { ...link, count: requests } : link;
  });
  const empty = (
    <Empty
      within
      title={t(`network.${tab}.empty`)}
      actions={
        tab !== "incoming" && (
          <ButtonLink to="/search" look="filled" size="large">
            {t("nav.find")}
          </ButtonLink>
        )
      }
    >
      {t(`network.${tab}.hint`)}
    </Empty>
  );
  return (
    <>
      <PhoneHead title={t("nav.network")} />
      <div className={styles.people}>
        <h1 className={styles.heading}>{heading}</h1>
        <div className={styles.tabs}>
          <Tabs label={t("nav.network")} tabs={tabs} current={connectionsAt(tab)} />
        </div>
        <People key={tab} label={t(`network.${tab}.tab`)} list={shown} empty={empty} />
      </div>
    </>
  );
}
