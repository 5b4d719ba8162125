import { LiveMark } from "@/components/LiveMark";
import styles from "./Gathering.module.css";

const SEATS = ["clay", "sage", "sand", "dusk"] as const;

/** A drawn meeting of four beside the form: what this is for, without a word. */
export function Gathering() {
  return (
    <div className={styles.room}>
      {SEATS.map((seat) => (
        <span key={seat} className={`${styles.tile} ${styles[seat]}`}>
          <span className={styles.head} />
          <span className={styles.body} />
        </span>
      ))}
      <span className={styles.mark}>
        <LiveMark since={null} />
      </span>
    </div>
  );
}
