import { Globe } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isLanguage, LANGUAGES, NAMES, speak } from "@/lib/i18n";
import styles from "./Doorway.module.css";
import { Hidden } from "./Hidden";
import { Icon } from "./Icon";
import { Link } from "./Link";
import { Logo } from "./Logo";

type Props = {
  children: ReactNode;
  /** What is drawn beside it where there is room. */
  aside?: ReactNode;
  /** At the end of the logo's line: a way elsewhere. */
  corner?: ReactNode;
  /** For reading: as wide as a column of text. */
  wide?: boolean;
};

/** The frame of the pages for whoever is not signed in, or on the way in or out. */
export function Doorway({ children, aside, corner, wide = false }: Props) {
  return (
    <div className={aside ? styles.halves : styles.whole}>
      <div className={styles.half}>
        <header className={styles.top}>
          <Link to="/" className={styles.logo}>
            <Logo />
          </Link>
          {corner}
        </header>
        <main className={`${styles.column} ${wide ? styles.wide : ""}`}>{children}</main>
        <Footer />
      </div>
      {aside && (
        <aside className={styles.art} aria-hidden>
          {aside}
        </aside>
      )}
    </div>
  );
}

function Footer() {
  const { t, i18n } = useTranslation();
  return (
    <footer className={styles.footer}>
      <Link to="/about">{t("common.footer.about")}</Link>
      <Link to="/tos">{t("common.footer.terms")}</Link>
      <Link to="/contact">{t("common.footer.contact")}</Link>
      <label className={styles.language}>
        <Icon of={Globe} small />
        <Hidden>{t("common.footer.language")}</Hidden>
        <select
          value={i18n.language}
          onChange={(event) => {
            if (isLanguage(event.target.value)) void speak(event.target.value);
          }}
        >
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {NAMES[language]}
            </option>
          ))}
        </select>
      </label>
    </footer>
  );
}
