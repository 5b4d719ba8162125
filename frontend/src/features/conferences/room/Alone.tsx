import { useTranslation } from "react-i18next";
import type { Conference } from "@/generated/api";
import { useWide } from "@/lib/wide";
import { CopyLink } from "../components/Share";
import styles from "./Alone.module.css";

/** A seat that is free: nobody else has come yet. */
export function Alone({ conference }: { conference: Conference }) {
  const { t } = useTranslation();
  const wide = useWide(); // there, the head has the same button
  return (
    <li className={styles.alone}>
      <h2>{t("room.alone.title")}</h2>
      <p>{t("room.alone.text")}</p>
      {!wide && <CopyLink conference={conference} />}
    </li>
  );
}
