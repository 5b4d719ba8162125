import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Rows } from "@/components/Skeleton";
import { useSay } from "@/components/Toasts";
import { Trouble } from "@/components/Trouble";
import type { SecondStep as Standing } from "@/generated/api";
import { longDay } from "@/lib/dates";
import { keys } from "@/lib/keys";
import { useMinute } from "@/lib/now";
import { figures } from "@/lib/numbers";
import { renewCodes, secondStepQuery, turnOff } from "../api/second-step";
import styles from "./Address.module.css";
import guard from "./Guard.module.css";
import { KeptCodes } from "./KeptCodes";
import { ProofForm } from "./ProofForm";
import { SettingUp } from "./SettingUp";

/** Codes of an app, which signing in takes beside the password: set up, and turned off again. */
export function SecondStep() {
  const { t } = useTranslation();
  const say = useSay();
  const lookAgain = useLookingAgain();
  const { data, error, refetch } = useQuery(secondStepQuery);
  const [settingUp, setSettingUp] = useState(false);
  // Looking again, also in vain, leaves the dialogs where they are: what they show, they show this once.
  if (!data) {
    if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
    return <Rows count={1} label={t("guard.app.name")} />;
  }
  return (
    <div className={styles.line}>
      <div className={styles.what}>
        <p className={styles.name}>{t("guard.app.name")}</p>
        {data.on ? <On standing={data} /> : <p className={styles.value}>{t("guard.app.off")}</p>}
      </div>
      {data.on ? (
        <div className={guard.actions}>
          <Renew />
          <TurnOff />
        </div>
      ) : (
        <Button
          size="small"
          onClick={() => setSettingUp(true)}
          aria-label={`${t("guard.app.set-up")}: ${t("guard.app.name")}`}
        >
          {t("guard.app.set-up")}
        </Button>
      )}
      <SettingUp
        open={settingUp}
        onClose={(on) => {
          setSettingUp(false);
          if (!on) return;
          say(t("guard.app.turned-on"));
          void lookAgain();
        }}
      />
    </div>
  );
}

function On({ standing: { since, codes_left } }: { standing: Standing }) {
  const { t, i18n } = useTranslation();
  const now = useMinute();
  const day = since ? longDay(since, i18n.language, now) : "";
  const number = figures(codes_left, i18n.language);
  return (
    <>
      <p className={styles.value}>{t("guard.app.on", { day })}</p>
      <p className={codes_left > 0 ? styles.value : guard.urgent}>
        {codes_left > 0
          ? t("guard.app.left", { count: codes_left, number })
          : t("guard.app.none-left")}
      </p>
    </>
  );
}

/** Have what is shown of it be looked up anew. */
function useLookingAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.secondStep });
}

function Renew() {
  const { t } = useTranslation();
  const lookAgain = useLookingAgain();
  const [open, setOpen] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const close = () => {
    setOpen(false);
    setCodes(null);
  };
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t("guard.app.renew")}
      </Button>
      <Dialog
        open={open}
        onClose={close}
        title={t(codes ? "guard.app.kept-title" : "guard.app.renew")}
        description={t(codes ? "guard.app.kept-text" : "guard.app.renew-text")}
        once={codes !== null}
      >
        {codes ? (
          <KeptCodes codes={codes} onKept={close} />
        ) : (
          <ProofForm
            action={t("guard.proof.go-on")}
            send={renewCodes}
            done={(made) => {
              setCodes(made);
              void lookAgain();
            }}
            onCancel={close}
          />
        )}
      </Dialog>
    </>
  );
}

function TurnOff() {
  const { t } = useTranslation();
  const say = useSay();
  const lookAgain = useLookingAgain();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        look="danger"
        size="small"
        onClick={() => setOpen(true)}
        aria-label={`${t("guard.app.turn-off")}: ${t("guard.app.name")}`}
      >
        {t("guard.app.turn-off")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("guard.app.turn-off")}
        description={t("guard.app.turn-off-text")}
      >
        <ProofForm
          action={t("guard.app.turn-off")}
          look="danger-filled"
          send={turnOff}
          done={() => {
            setOpen(false);
            say(t("guard.app.turned-off"));
            return lookAgain();
          }}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
