import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { AddressForm } from "@/components/AddressForm";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Doorway } from "@/components/Doorway";
import { FormTrouble } from "@/components/Trouble";
import { lookAgain } from "@/lib/again";
import { wait } from "@/lib/dates";
import { meQuery, useMe } from "@/lib/me";
import { useTitle } from "@/lib/title";
import { wantedPage } from "@/lib/wanted";
import { wordsFor } from "@/lib/words";
import { useAgain } from "../again";
import { sendVerification } from "../api/send-verification";
import { Leaving } from "../components/Leaving";
import styles from "./accounts.module.css";

/** Signed in, but the address is not confirmed yet: what there is to do until it is. */
export default function Unverified() {
  const { t } = useTranslation();
  const me = useMe();
  useTitle(t("account.unverified.title"));
  useGoingOn();
  const [moved, setMoved] = useState<string | null>(null);
  return (
    <Doorway>
      <div className={styles.form}>
        <div className={styles.intro}>
          <h1>{t("account.unverified.title")}</h1>
          <p className={styles.text}>
            <Trans
              i18nKey="account.unverified.text"
              values={{ email: moved ?? me.email }}
              components={{ address: <bdi className={styles.address} /> }}
            />
          </p>
        </div>
        <SendAgain email={me.email} />
        <Elsewhere onMoved={setMoved} />
        <Leaving hasPassword={me.has_password} />
      </div>
    </Doorway>
  );
}

/** Go on by itself when the link was opened, in another window or on another device. */
function useGoingOn(): void {
  const navigate = useNavigate();
  const { data } = useQuery({ ...meQuery, refetchInterval: lookAgain("confirmed") });
  const confirmed = data !== undefined && data.state !== "unverified";
  useEffect(() => {
    if (confirmed) void navigate(wantedPage(), { replace: true });
  }, [confirmed, navigate]);
}

function SendAgain({ email }: { email: string }) {
  const { t, i18n } = useTranslation();
  const { sent, busy, left, resend, error } = useAgain(
    () => sendVerification({ email }),
    "some time ago",
  );
  return (
    <>
      <Button look="filled" size="large" wide busy={busy} aria-disabled={left > 0} onClick={resend}>
        {left > 0
          ? t("account.sent.again-in", { wait: wait(left, i18n.language) })
          : t("account.sent.again")}
      </Button>
      <p aria-live="polite" className={styles.said}>
        {sent && t("account.sent.sent-again")}
      </p>
      <FormTrouble words={error ? wordsFor(error, t, i18n.language) : null} />
    </>
  );
}

function Elsewhere({ onMoved }: { onMoved: (email: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button wide onClick={() => setOpen(true)}>
        {t("account.unverified.elsewhere")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("account.move.title")}
        description={t("account.unverified.elsewhere-text")}
      >
        <AddressForm
          onSent={(email) => {
            setOpen(false);
            onMoved(email);
          }}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
