import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { PARTS, type Part } from "../parts";
import styles from "./Contents.module.css";

/** What there is to set, and where one is in it. */
export function Contents({ parts }: { parts: readonly Part[] }) {
  const { t } = useTranslation();
  const here = usePartInView();
  useGoingTo();
  return (
    <nav className={styles.contents} aria-label={t("settings.title")}>
      {parts.map((part) => (
        <Link
          key={part}
          to={`#${part}`}
          replace
          className={styles.part}
          aria-current={part === here ? "location" : undefined}
        >
          {t(`settings.${part}.title`)}
        </Link>
      ))}
    </nav>
  );
}

/** The page is drawn after the browser looked for the part that its address names. */
function useGoingTo(): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash]);
}

function usePartInView(): Part {
  const [here, setHere] = useState<Part>("profile");
  useEffect(() => {
    const look = () => setHere(partInView());
    look();
    addEventListener("scroll", look, { passive: true });
    return () => removeEventListener("scroll", look);
  }, []);
  return here;
}

/** The last part that begins in the upper third; at the end of the page, the last there is. */
function partInView(): Part {
  const { scrollHeight } = document.documentElement;
  if (scrollY > 0 && innerHeight + scrollY >= scrollHeight - 2) return "data";
  const line = innerHeight / 3;
  const begun = PARTS.filter((part) => {
    const top = document.getElementById(part)?.getBoundingClientRect().top;
    return top !== undefined && top < line;
  });
  return begun[begun.length - 1] ?? "profile";
}
