import type { ReactNode } from "react";
import styles from "./Empty.module.css";

type Props = {
  title: string;
  /** Below a heading that the page has already. */
  within?: boolean;
  /** One sentence: what to do next. */
  children?: ReactNode;
  /** Who sits in the middle of the drawn room, if anybody does. */
  seat?: ReactNode;
  /** At most one filled button among them. */
  actions?: ReactNode;
  below?: ReactNode;
};

/** A page with nothing on it yet: an empty room, the state of things, and a way on. */
export function Empty({ title, within = false, children, seat, actions, below }: Props) {
  return (
    <section className={styles.empty}>
      <div className={styles.room}>
        <svg viewBox="0 0 240 132" fill="none" aria-hidden focusable={false}>
          <rect x="1" y="1" width="238" height="130" rx="14" />
          <g strokeDasharray="3.5 4.5">
            <circle cx="52" cy="66" r="24" />
            {!seat && <circle cx="120" cy="66" r="24" />}
            <circle cx="188" cy="66" r="24" />
          </g>
        </svg>
        {seat && <span className={styles.seat}>{seat}</span>}
      </div>
      {within ? <h2>{title}</h2> : <h1>{title}</h1>}
      {children && <p className={styles.text}>{children}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
      {below}
    </section>
  );
}
