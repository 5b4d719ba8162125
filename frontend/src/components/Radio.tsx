import { Radio as Base } from "@base-ui/react/radio";
import styles from "./Radio.module.css";

/** The round mark of one thing among several. */
export function Radio({ value }: { value: string }) {
  return <Base.Root value={value} className={styles.radio} />;
}
