import type { ReactNode } from "react";
import styles from "./Hidden.module.css";

type Props = {
  /** What it is; words that change are an output, and are read when they do. */
  as?: "span" | "output" | "h1";
  children: ReactNode;
};

/** For who hears the page, not for who sees it. */
export function Hidden({ as: Part = "span", children }: Props) {
  return <Part className={styles.hidden}>{children}</Part>;
}
