import styles from "./Sections.module.css";

type Section = { id: string; title: string; text: string };

/** A text in parts, each with a heading of its own. */
export function Sections({ sections }: { sections: readonly Section[] }) {
  return sections.map(({ id, title, text }) => (
    <section key={id} className={styles.section}>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{text}</p>
    </section>
  ));
}
