/** How much of a picture is sent to each of the others. */
export type Quality = {
  maxBitrate: number; // bits a second
  maxFramerate: number; // pictures a second
  scaleResolutionDownBy: number;
};

// Each is sent as many times as there are others: the more they are, the less each gets, by line and by processor.
const CAMERA: readonly Quality[] = [
  { maxBitrate: 1_700_000, maxFramerate: 30, scaleResolutionDownBy: 1 },
  { maxBitrate: 900_000, maxFramerate: 30, scaleResolutionDownBy: 1.5 },
  { maxBitrate: 600_000, maxFramerate: 25, scaleResolutionDownBy: 2 },
  { maxBitrate: 400_000, maxFramerate: 20, scaleResolutionDownBy: 2.5 },
  { maxBitrate: 300_000, maxFramerate: 15, scaleResolutionDownBy: 3 },
];
// Of a screen the letters matter, and not how smoothly they move.
const SCREEN: readonly Quality[] = [
  { maxBitrate: 2_500_000, maxFramerate: 15, scaleResolutionDownBy: 1 },
  { maxBitrate: 1_500_000, maxFramerate: 10, scaleResolutionDownBy: 1 },
  { maxBitrate: 1_000_000, maxFramerate: 5, scaleResolutionDownBy: 1 },
];

export function qualityFor(others: number, screen: boolean): Quality | null {
  const steps = screen ? SCREEN : CAMERA;
  return steps[Math.min(Math.max(others, 1), steps.length) - 1] ?? null;
}
