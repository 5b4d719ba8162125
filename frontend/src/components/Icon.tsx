import type { LucideIcon } from "lucide-react";
import styles from "./Icon.module.css";

type Props = {
  of: LucideIcon;
  /** Beside small text. */
  small?: boolean;
  /** Points along the line of reading, so it turns with it. */
  directional?: boolean;
};

/** A picture that says nothing which the words beside it do not say. */
export function Icon({ of: Drawn, small = false, directional = false }: Props) {
  const names = [styles.icon, small && styles.small, directional && styles.directional];
  return (
    <Drawn
      aria-hidden
      focusable={false}
      className={names.filter(Boolean).join(" ")}
      strokeWidth={small ? 2 : 1.75}
    />
  );
}
