type Word = () => Promise<void>;

const words = new Set<Word>();

/** Have a stage say something before it goes, when the speaker has ended the conference. */
export function beforeEnd(word: Word): () => void {
  words.add(word);
  return () => words.delete(word);
}

/** Resolves when all has been said; a frame that is gone hears nothing any more. */
export async function lastWords(): Promise<void> {
  await Promise.allSettled([...words].map((word) => word()));
}
