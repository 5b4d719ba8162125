/** The parts of the settings, in the order in which they stand on the page. */
export const PARTS = [
  "profile",
  "appearance",
  "language",
  "mail",
  "address",
  "security",
  "sessions",
  "blocked",
  "data",
] as const;
export type Part = (typeof PARTS)[number];
