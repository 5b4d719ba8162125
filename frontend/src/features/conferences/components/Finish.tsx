import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Confirm } from "@/components/Confirm";
import type { Conference } from "@/generated/api";
import { finish } from "../api/commands";
import { useChanged } from "../lib/commands";

type Props = { conference: Conference };

/** The button by which a speaker finishes it for everybody. */
export function Finish({ conference }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setAsking(true)}>
        {t("conference.finish.button")}
      </Button>
      <FinishDialog conference={conference} open={asking} onClose={() => setAsking(false)} />
    </>
  );
}

type DialogProps = Props & { open: boolean; onClose: () => void };

export function FinishDialog({ conference, open, onClose }: DialogProps) {
  const { t } = useTranslation();
  const changed = useChanged();
  return (
    <Confirm
      open={open}
      onClose={onClose}
      title={t("conference.finish.title")}
      action={t("conference.finish.button")}
      run={() => finish(conference.id)}
      done={changed}
    >
      {t("conference.finish.text")}
    </Confirm>
  );
}
