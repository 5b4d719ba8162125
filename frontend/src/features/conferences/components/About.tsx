import { useTranslation } from "react-i18next";
import { Kind } from "@/components/Kind";
import type { Conference } from "@/generated/api";
import styles from "./Entrance.module.css";
import { Share } from "./Share";

/** What it is about, for whom it is, and how to tell others. */
export function About({ conference }: { conference: Conference }) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className={styles.what}>
        <bdi>{conference.title}</bdi>
      </h2>
      {conference.description && (
        <p className={styles.description}>
          <bdi>{conference.description}</bdi>
        </p>
      )}
      <div className={styles.facts}>
        <Kind of={conference.visibility} />
        {conference.locked && conference.state !== "finished" && (
          <span className={styles.locked}>· {t("conference.locked")}</span>
        )}
        <span className={styles.grow} />
        {conference.state !== "finished" && <Share conference={conference} />}
      </div>
    </>
  );
}
