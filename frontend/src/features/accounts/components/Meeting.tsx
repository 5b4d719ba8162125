import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Chip } from "@/components/Chip";
import { LiveMark } from "@/components/LiveMark";
import { timeNow } from "@/lib/now";
import amal from "../portraits/amal.svg";
import peter from "../portraits/peter.svg";
import tomasz from "../portraits/tomasz.svg";
import zola from "../portraits/zola.svg";
import styles from "./Meeting.module.css";

const SEATS = [
  ["amal", amal],
  ["peter", peter],
  ["zola", zola],
  ["tomasz", tomasz],
] as const;
const RUNNING_FOR = 1450_000; // milliseconds

/** A drawn meeting of four beside the form: what this is for. */
export default function Meeting() {
  const { t } = useTranslation();
  const [since] = useState(() => new Date(timeNow() - RUNNING_FOR).toISOString());
  return (
    <div className={styles.room}>
      {SEATS.map(([who, portrait]) => (
        <span key={who} className={styles.tile}>
          <img src={portrait} alt="" loading="lazy" className={styles.still} />
          <Chip>{t(`account.gathering.${who}`)}</Chip>
        </span>
      ))}
      <p className={styles.mark}>
        <LiveMark since={since} />
        <span>{t("account.gathering.title")}</span>
      </p>
    </div>
  );
}
