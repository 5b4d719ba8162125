import { useTranslation } from "react-i18next";
import { useConfig } from "@/lib/config";
import { Reading } from "../components/Reading";
import { Sections } from "../components/Sections";
import styles from "./pages.module.css";

const PARTS = [
  "operator",
  "account",
  "conduct",
  "content",
  "moderation",
  "data",
  "leaving",
  "liability",
  "changes",
] as const;

/** What one agrees to by making an account. */
export default function Terms() {
  const { t } = useTranslation();
  const { terms_version } = useConfig();
  const title = t("page.terms.title");
  return (
    <Reading title={title}>
      <h1>{title}</h1>
      <p className={styles.lead}>{t("page.terms.lead")}</p>
      <Sections
        sections={PARTS.map((id) => ({
          id,
          title: t(`page.terms.${id}.title`),
          text: t(`page.terms.${id}.text`),
        }))}
      />
      <p className={styles.note}>{t("page.terms.version", { version: terms_version })}</p>
    </Reading>
  );
}
