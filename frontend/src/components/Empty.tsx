import type { ReactNode } from "react";
import styles from "./Empty.module.css";

type Props = {
  title: string;
  /** One sentence: what to do next. */
  children?: ReactNode;
  /** Who sits in the middle of the drawn room, if anybody does. */
  seat?: ReactNode;
  /** At most one filled button among them. */
  actions?: ReactNode;
  below?: ReactNode;
};

/** A page with nothing on it yet: an empty room, the state of things, and a way on. */
export function Empty({ title, children, seat, actions, below }: Props) {
  return (
    <section className={styles.empty}>
      <div className={styles.room}>
        <span className={styles.seat} />
        {seat ?? <span className={styles.seat} />}
        <span className={styles.seat} />
      </div>
      <h1>{title}</h1>
      {children && <p className={styles.text}>{children}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
      {below}
    </section>
  );
}
