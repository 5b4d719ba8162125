import { useEffect, useState } from "react";
import styles from "./DeviceFields.module.css";
import { listen } from "./loudness";

const BARS = 11;
const EVERY = 80; // milliseconds

/** How loud one is heard, in bars. */
export function Meter({ stream }: { stream: MediaStream | null }) {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    if (!stream || stream.getAudioTracks().length === 0) return undefined;
    const listening = listen(stream);
    const timer = setInterval(() => setLevel(Math.round(listening.level() * BARS)), EVERY);
    return () => {
      clearInterval(timer);
      listening.stop();
    };
  }, [stream]);
  return (
    <span className={styles.meter} aria-hidden>
      {Array.from({ length: BARS }, (_, index) => (
        <span key={index} className={index < level ? styles.on : undefined} />
      ))}
    </span>
  );
}
