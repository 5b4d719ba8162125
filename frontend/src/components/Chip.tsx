import type { ReactNode } from "react";
import styles from "./Chip.module.css";

type Props = {
  /** In which corner: names stand at the foot. */
  at?: "foot" | "start" | "end";
  /** There is no picture below it. */
  bare?: boolean;
  children: ReactNode;
};

/** A word or two on a picture. */
export function Chip({ at = "foot", bare = false, children }: Props) {
  return (
    <span className={`${styles.chip} ${styles[at]} ${bare ? styles.bare : ""}`}>{children}</span>
  );
}
