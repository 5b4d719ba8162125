import type { ReactNode } from "react";
import styles from "./Group.module.css";

type Props = { id: string; title: string; children: ReactNode };

/** One part of the settings, with an address of its own. */
export function Group({ id, title, children }: Props) {
  return (
    <section id={id} className={styles.group} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className={styles.title}>
        {title}
      </h2>
      {children}
    </section>
  );
}
