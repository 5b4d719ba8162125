import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { RollingList } from "@/components/Rolling";
import { Rows } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import type { PersonRow } from "@/generated/api";
import type { Growing } from "@/lib/lists";
import { useGoing } from "@/lib/undo";
import { useLive } from "../api/live";
import styles from "./People.module.css";
import { Row } from "./Row";

type Props = {
  label: string;
  list: Growing<PersonRow>;
  /** What is there when there is nobody. */
  empty: ReactNode;
};

/** A list of people, whatever has become of it. */
export function People({ label, list, empty }: Props) {
  const { t } = useTranslation();
  const live = useLive();
  const going = useGoing();
  if (!list.items) {
    return (
      <div className={styles.list}>
        {list.error ? (
          <Trouble error={list.error} onRetry={list.retry} />
        ) : (
          <Rows count={6} label={t("network.loading")} />
        )}
      </div>
    );
  }
  const items = list.items.filter(({ id }) => !going.has(`decline:${id}`));
  if (items.length === 0 && list.complete) return empty;
  const only = items.filter(({ id }) => live.has(id)).length === 1;
  return (
    <div className={styles.list}>
      <RollingList
        label={label}
        items={items}
        estimate={102}
        complete={list.complete}
        onEnd={list.grow}
        renderRow={(person) => <Row person={person} live={live.get(person.id)} only={only} />}
      />
      {list.growing && <Rows count={2} label={t("network.loading")} />}
      {list.error && <Trouble error={list.error} onRetry={list.retry} />}
    </div>
  );
}
