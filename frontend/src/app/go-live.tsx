import { lazy, type ReactNode, Suspense, useCallback, useState } from "react";

const GoLive = lazy(() => import("@/features/conferences/components/GoLive"));

/** Going live from anywhere: how to ask for it, and the dialog that then opens. */
export function useGoLive(): { ask: () => void; dialog: ReactNode } {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const ask = useCallback(() => {
    setWanted(true);
    setOpen(true);
  }, []);
  const dialog = wanted && (
    <Suspense>
      <GoLive open={open} onClose={() => setOpen(false)} />
    </Suspense>
  );
  return { ask, dialog };
}
