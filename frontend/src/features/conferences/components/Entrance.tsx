import type { ReactNode } from "react";
import { Face } from "@/components/Face";
import { LiveMark } from "@/components/LiveMark";
import type { Conference } from "@/generated/api";
import { About } from "./About";
import styles from "./Entrance.module.css";

type Props = {
  conference: Conference;
  /** The state of things. */
  title: string;
  text: ReactNode;
  children?: ReactNode;
};

const RINGS = { created: "waiting", live: "live", finished: undefined } as const;

/** Whose conference it is, how it stands, and what one can do now. */
export function Entrance({ conference, title, text, children }: Props) {
  const { state, speaker, broadcast_at } = conference;
  return (
    <section>
      <Face person={speaker} size={96} ring={RINGS[state]} />
      <h1 tabIndex={-1} className={styles.title}>
        {title}
      </h1>
      {state === "live" && (
        <div className={styles.live}>
          <LiveMark since={broadcast_at} />
        </div>
      )}
      <p className={styles.text}>{text}</p>
      {children}
      <div className={styles.about}>
        <About conference={conference} />
      </div>
    </section>
  );
}
