import styles from "./Loading.module.css";

/** What is there before the first page is: nothing that moves, so that nothing flickers. */
export function Loading() {
  return <div className={styles.loading} />;
}
