import { useEffect, useState } from "react";

const PAUSE = 200; // milliseconds without a key before the server is asked

/** What has stayed the same for a moment, as one types; what is emptied is so at once. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), value ? PAUSE : 0);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
