import type { ReactNode } from "react";
import { type Load, useLater } from "@/lib/later";
import { Trouble } from "./Trouble";

type Props<P> = {
  load: Load<P>;
  /** With what it is drawn. */
  given: P;
  /** What is there until it is. */
  children: ReactNode;
};

/** A part of a page that is fetched when it is drawn; where that fails, why, and a way to try again. */
export function Later<P extends object>({ load, given, children }: Props<P>) {
  const { Part, error, again } = useLater(load);
  if (Part) return <Part {...given} />;
  return error ? <Trouble error={error} onRetry={again} /> : children;
}
