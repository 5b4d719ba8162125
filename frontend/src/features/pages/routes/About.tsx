import { useTranslation } from "react-i18next";
import { Reading } from "../components/Reading";
import { Sections } from "../components/Sections";
import styles from "./pages.module.css";

const PARTS = ["people", "live", "yours", "free"] as const;

export default function About() {
  const { t } = useTranslation();
  const title = t("page.about.title");
  return (
    <Reading title={title}>
      <h1>{title}</h1>
      <p className={styles.lead}>{t("page.about.lead")}</p>
      <Sections
        sections={PARTS.map((id) => ({
          id,
          title: t(`page.about.${id}.title`),
          text: t(`page.about.${id}.text`),
        }))}
      />
    </Reading>
  );
}
