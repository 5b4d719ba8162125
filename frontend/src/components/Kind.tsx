import { Globe, Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Visibility } from "@/generated/api";
import { Icon } from "./Icon";
import styles from "./Kind.module.css";

/** Whom a conference is for. */
export function Kind({ of: visibility }: { of: Visibility }) {
  const { t } = useTranslation();
  return (
    <span className={styles.kind}>
      <Icon of={visibility === "private" ? Lock : Globe} small />
      {t(`common.kind.${visibility}`)}
    </span>
  );
}
