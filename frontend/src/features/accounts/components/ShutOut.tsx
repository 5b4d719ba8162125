import type { ReactNode } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "@/components/Link";
import { useConfig } from "@/lib/config";
import { useTitle } from "@/lib/title";
import styles from "../routes/accounts.module.css";
import { Leaving } from "./Leaving";

/** A moderator shut this account out: why, where that is known, and what it may still do. */
export function ShutOut({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  const { contact } = useConfig();
  useTitle(t("account.suspended.title"));
  return (
    <div className={styles.form}>
      <div className={styles.intro}>
        <h1>{t("account.suspended.title")}</h1>
        <p className={styles.text}>{t("account.suspended.text")}</p>
      </div>
      {children}
      {contact && (
        <p className={styles.text}>
          <Trans
            i18nKey="account.suspended.mistake"
            components={{ write: <Link to="/contact" className={styles.link} /> }}
          />
        </p>
      )}
      <Leaving hasPassword={null} />
    </div>
  );
}
