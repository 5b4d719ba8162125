import type { Announcement } from "../lib/announcing";
import styles from "../routes/Conference.module.css";

/** Where sentences are said, each once. */
export function Announcer({ said }: { said: readonly Announcement[] }) {
  return (
    <output className={styles.said} aria-atomic={false}>
      {said.map(({ id, words }) => (
        <span key={id}>{words} </span>
      ))}
    </output>
  );
}
