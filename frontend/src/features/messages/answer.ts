const MOST = 200; // characters of a subject
const PREFIX = "Re: ";

/** The subject of an answer: marked once, however long one goes on writing to each other. */
export function answerTo(subject: string): string {
  const marked = /^re:/i.test(subject) ? subject : PREFIX + subject;
  return Array.from(marked).slice(0, MOST).join("").trim();
}

/** The paragraphs of a text: what stands between empty lines. */
export function paragraphs(text: string): string[] {
  return text.split(/\n[^\S\n]*\n\s*/).filter((part) => part.trim() !== "");
}
