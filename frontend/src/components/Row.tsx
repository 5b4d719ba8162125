import type { ReactNode } from "react";
import { Link, type LinkProps } from "./Link";
import styles from "./Row.module.css";

type Props = {
  /** The face of whom it is about, or what stands in its place. */
  face: ReactNode;
  /** A ring is around the face, which takes no room. */
  ringed?: boolean;
  unread?: boolean;
  children: ReactNode;
  actions?: ReactNode;
  /** What stands below the text on phones: everything one can do, or what is more than one button. */
  below?: "everything" | "several";
};

/** A row of a list: a face, what there is to say, and what one can do about it. */
export function Row({
  face,
  ringed = false,
  unread = false,
  children,
  actions,
  below = "everything",
}: Props) {
  return (
    <div className={`${styles.row} ${styles[below]} ${unread ? styles.unread : ""}`}>
      <span className={ringed ? styles.ringed : styles.face}>{face}</span>
      <div className={styles.text}>{children}</div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

type RowLinkProps = Omit<LinkProps, "className"> & { className?: string | undefined };

/** The link to what a row is about: all of the row leads there, but for what lies above that. */
export function RowLink({ className = "", ...rest }: RowLinkProps) {
  return <Link {...rest} className={`${styles.link} ${className}`} />;
}
