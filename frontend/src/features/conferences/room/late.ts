import { useEffect, useState } from "react";

const LATE = 8_000; // milliseconds

/** Whether something lasts for longer than it should. */
export function useLate(lasts: boolean): boolean {
  const [late, setLate] = useState(false);
  if (!lasts && late) setLate(false);
  useEffect(() => {
    const timer = lasts ? setTimeout(() => setLate(true), LATE) : undefined;
    return () => clearTimeout(timer);
  }, [lasts]);
  return late;
}
