/** From nothing to full, between a quiet room and a loud voice. */
export function loudness(power: number): number {
  const decibels = 10 * Math.log10(Math.max(power, 1e-7));
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}

export type Listening = { level: () => number; stop: () => void };

/** Listen to a microphone, without hearing it. */
export function listen(stream: MediaStream): Listening {
  const sound = new AudioContext();
  void sound.resume(); // some begin asleep
  const heard = sound.createAnalyser();
  heard.fftSize = 512;
  sound.createMediaStreamSource(stream).connect(heard);
  const samples = new Float32Array(heard.fftSize);
  return {
    level: () => {
      heard.getFloatTimeDomainData(samples);
      return loudness(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    },
    stop: () => void sound.close(),
  };
}
