import styles from "./Logo.module.css";

/** The mark, a person in a room, with the name beside it. */
export function Logo() {
  return (
    <span className={styles.logo}>
      <svg viewBox="0 0 26 20" aria-hidden focusable={false}>
        <rect
          x="1"
          y="1"
          width="24"
          height="18"
          rx="5.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
        />
        <circle cx="13" cy="10" r="4.25" fill="currentColor" />
      </svg>
      <span>Wexstream</span>
    </span>
  );
}
