import { Rows } from "@/components/Skeleton";
import page from "../routes/Profile.module.css";
import styles from "./ProfileSkeleton.module.css";

/** The shape of a profile that is on its way. */
export function ProfileSkeleton({ label }: { label: string }) {
  return (
    <div className={page.page}>
      <div className={styles.person} aria-hidden>
        <span className={styles.face} />
        <span className={styles.name} />
        <span className={styles.line} />
      </div>
      <Rows count={5} label={label} />
    </div>
  );
}
