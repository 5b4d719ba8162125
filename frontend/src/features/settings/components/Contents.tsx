import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { Link } from "@/components/Link";
import { PARTS, type Part } from "../parts";
import styles from "./Contents.module.css";

/** What there is to set, and where one is in it. */
export function Contents({ parts }: { parts: readonly Part[] }) {
  const { t } = useTranslation();
  const { hash } = useLocation();
  const here = usePartInView(hash);
  useGoingTo(hash);
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
function useGoingTo(hash: string): void {
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash]);
}

function usePartInView(hash: string): Part {
  const [here, setHere] = useState<Part>("profile");
  useEffect(() => {
    const look = () => setHere(partInView(hash));
    look();
    addEventListener("scroll", look, { passive: true });
    return () => removeEventListener("scroll", look);
  }, [hash]);
  return here;
}

/** The last part that begins in the upper third; at the end of the page, the one that was asked for or the last. */
function partInView(hash: string): Part {
  const tops = PARTS.map((part) => ({ part, top: topOf(part) }));
  const { scrollHeight } = document.documentElement;
  if (scrollY > 0 && innerHeight + scrollY >= scrollHeight - 2) {
    const asked = tops.find(({ part, top }) => hash === `#${part}` && top >= 0);
    return asked?.part ?? "data";
  }
  const begun = tops.filter(({ top }) => top < innerHeight / 3);
  return begun[begun.length - 1]?.part ?? "profile";
}

function topOf(part: Part): number {
  const place = document.getElementById(part);
  return place ? place.getBoundingClientRect().top : Number.POSITIVE_INFINITY;
}
