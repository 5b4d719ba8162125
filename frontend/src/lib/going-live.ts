import { createContext, useContext } from "react";

/** Opens the dialog by which one goes live; given by what stands around every page. */
export const GoingLive = createContext<() => void>(() => {});

export function useGoingLive(): () => void {
  return useContext(GoingLive);
}
