import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { GrowingList } from "@/components/GrowingList";
import { Rows } from "@/components/Skeleton";
import type { PersonRow } from "@/generated/api";
import type { Growing } from "@/lib/lists";
import { useLive } from "../api/live";
import { Deeds } from "./Deeds";
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
  const only = list.items?.filter(({ id }) => live.has(id)).length === 1;
  return (
    <Deeds>
      <div className={styles.list}>
        <GrowingList
          label={label}
          list={list}
          estimate={102}
          renderRow={(person) => <Row person={person} live={live.get(person.id)} only={only} />}
          waiting={<Rows count={6} label={t("network.loading")} />}
          more={<Rows count={2} label={t("network.loading")} />}
          empty={empty}
        />
      </div>
    </Deeds>
  );
}
