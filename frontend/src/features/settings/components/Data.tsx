import { useTranslation } from "react-i18next";
import { Erase } from "@/components/Erase";
import { TakeAlong } from "@/components/TakeAlong";
import { useMe } from "@/lib/me";
import styles from "./Data.module.css";
import { Group } from "./Group";

/** What is mine: taking it along, and erasing it. */
export function Data() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Group id="data" title={t("settings.data.title")}>
      <p className={styles.text}>{t("settings.data.text")}</p>
      <div className={styles.actions}>
        <TakeAlong />
        <Erase hasPassword={me.has_password} />
      </div>
    </Group>
  );
}
