import { useEffect, useState } from "react";
import styles from "./CameraCheck.module.css";

const BARS = 11;
const EVERY = 80; // milliseconds

/** How loud one is heard, in bars. */
export function Meter({ stream }: { stream: MediaStream | null }) {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    if (!stream || stream.getAudioTracks().length === 0) return undefined;
    const sound = new AudioContext();
    void sound.resume(); // some begin asleep
    const heard = sound.createAnalyser();
    heard.fftSize = 512;
    sound.createMediaStreamSource(stream).connect(heard);
    const samples = new Float32Array(heard.fftSize);
    const timer = setInterval(() => {
      heard.getFloatTimeDomainData(samples);
      setLevel(Math.round(loudness(samples) * BARS));
    }, EVERY);
    return () => {
      clearInterval(timer);
      void sound.close();
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

/** From nothing to full, between a quiet room and a loud voice. */
function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(Math.max(power, 1e-7));
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}
