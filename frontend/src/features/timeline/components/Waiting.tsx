import { useTranslation } from "react-i18next";
import { Block } from "@/components/Skeleton";
import styles from "./Waiting.module.css";

/** The shape of what comes. */
export function Waiting() {
  const { t } = useTranslation();
  const label = t("home.loading");
  return (
    <>
      <div className={styles.strip}>
        <Block tall label={label} />
        <Block tall label={label} />
        <Block tall label={label} />
      </div>
      <div className={styles.cards}>
        <Block label={label} />
        <Block label={label} />
      </div>
    </>
  );
}
