import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Dialog, DialogActions } from "@/components/Dialog";
import { PasswordField } from "@/components/Field";
import { Later } from "@/components/Later";
import { FormTrouble } from "@/components/Trouble";
import { type Opened, signIn } from "@/features/accounts/api/sign-in";
import { wantedToStay } from "@/features/accounts/stay";
import { useSubmission } from "@/lib/form";
import { keeping } from "@/lib/later";
import { useMe } from "@/lib/me";
import { noteReturn, onSessionEnd, startAnew } from "@/lib/session";
import { dropAll } from "@/lib/undo";
import styles from "./SignInAgain.module.css";

const loadPasskey = () => import("@/features/accounts/components/Passkey");
const loadCodeForm = keeping(() => import("@/features/accounts/components/CodeForm"));

/**
 * Over the page when the session has ended meanwhile: signing in there loses nothing of what is on it. Whoever was
 * suspended is told so, and signs in to what is left.
 */
export function SignInAgain() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [declined, setDeclined] = useState(false);
  const [shutOut, setShutOut] = useState(false);
  useEffect(
    () =>
      onSessionEnd((byHand, suspended) => {
        if (suspended) setShutOut(true);
        // Whoever closed it is asked again only when doing something.
        if (byHand || !declined) setOpen(true);
      }),
    [declined],
  );
  return (
    <Dialog
      open={open}
      onClose={() => {
        setOpen(false);
        setDeclined(true);
      }}
      title={t(shutOut ? "account.suspended.title" : "account.again.title")}
      description={t(shutOut ? "account.suspended.text" : "account.again.text")}
    >
      <Again
        onDone={() => {
          setOpen(false);
          setDeclined(false);
          setShutOut(false);
        }}
      />
    </Dialog>
  );
}

/** To the page where all ways in are, and from there back to where one is. */
function goElsewhere(): void {
  startAnew(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

function Again({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { email, id, has_password } = useMe();
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const [halfway, setHalfway] = useState(false);
  const enter = async (session: Opened) => {
    if (session === "suspended") return startAnew("/suspended");
    if (session.account_id !== id) {
      dropAll();
      return startAnew("/");
    }
    onDone();
    noteReturn();
    await client.invalidateQueries();
  };
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["password"],
    send: (given: string) => signIn({ email, password: given, stay: wantedToStay() }),
    done: async (entry) => {
      if (entry !== "second-step") return enter(entry);
      // First it is at hand, or known to fail: while no field has the focus, the dialog takes it and keeps it.
      await Promise.allSettled([loadCodeForm()]);
      setHalfway(true);
    },
    words: { "wrong-credentials": t("account.again.wrong") },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit(password);
  };
  if (halfway) {
    return (
      <Later load={loadCodeForm} given={{ onOpened: enter, onBack: () => setHalfway(false) }}>
        {null}
      </Later>
    );
  }
  const who = (
    <p>
      <bdi className={styles.email}>{email}</bdi>
    </p>
  );
  const byPasskey = (
    <Later load={loadPasskey} given={{ stay: wantedToStay(), onOpened: enter }}>
      {null}
    </Later>
  );
  if (!has_password) {
    return (
      <div className={styles.form}>
        {who}
        {byPasskey}
        <DialogActions>
          <Button look="quiet" onClick={goElsewhere}>
            {t("account.again.elsewhere")}
          </Button>
        </DialogActions>
      </div>
    );
  }
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      {who}
      <input type="hidden" name="email" autoComplete="username" value={email} />
      <PasswordField
        label={t("account.sign-in.password")}
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onValue={setPassword}
        error={fault("password")}
      />
      <FormTrouble words={trouble} />
      <DialogActions>
        <Button look="quiet" onClick={() => startAnew("/sign-in")}>
          {t("account.again.other")}
        </Button>
        <Button type="submit" look="filled" busy={busy}>
          {t("account.sign-in.button")}
        </Button>
      </DialogActions>
      {byPasskey}
    </form>
  );
}
