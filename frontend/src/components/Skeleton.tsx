import styles from "./Skeleton.module.css";

/** The shape of what is on its way, of the same height, so that nothing jumps when it comes. */
export function Rows({ count, label }: { count: number; label: string }) {
  return (
    <output className={styles.waiting} aria-label={label} data-waiting>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={styles.row} aria-hidden>
          <span className={styles.face} />
          <span className={styles.lines}>
            <span className={styles.line} />
            <span className={`${styles.line} ${styles.long}`} />
          </span>
        </div>
      ))}
    </output>
  );
}

export function Block({ label, tall = false }: { label: string; tall?: boolean }) {
  const name = `${styles.block} ${tall ? styles.tall : ""}`;
  return <output aria-label={label} className={name} data-waiting />;
}
