import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { Block } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import { useLater } from "@/lib/later";

const load = () => import("@/features/conferences/components/GoLive");

/** Going live from anywhere: how to ask for it, and the dialog that then opens. */
export function useGoLive(): { ask: () => void; dialog: ReactNode } {
  const [open, setOpen] = useState(false);
  const ask = useCallback(() => setOpen(true), []);
  return { ask, dialog: <GoLive open={open} onClose={() => setOpen(false)} /> };
}

type Props = { open: boolean; onClose: () => void };

/** The dialog, whose code comes when it is first wanted; where that fails, one that says so. */
function GoLive({ open, onClose }: Props) {
  const { t } = useTranslation();
  const { Part, error, failed, again } = useLater(load, open);
  if (Part) return <Part open={open} onClose={onClose} />;
  return (
    <Dialog
      open={open && failed}
      onClose={onClose}
      title={t("conference.go-live")}
      description={error ? t("common.failed.part") : undefined}
    >
      {error ? (
        <Trouble error={error} onRetry={again} />
      ) : (
        <Block label={t("conference.go-live")} />
      )}
    </Dialog>
  );
}
