import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import { Button, ButtonLink } from "@/components/Button";
import { Doorway } from "@/components/Doorway";
import { PasswordField } from "@/components/Field";
import { Link } from "@/components/Link";
import { Block } from "@/components/Skeleton";
import { FormTrouble, Trouble } from "@/components/Trouble";
import { Refusal } from "@/lib/api";
import { useConfig } from "@/lib/config";
import { missing, useSubmission } from "@/lib/form";
import { keys } from "@/lib/keys";
import { meQuery } from "@/lib/me";
import { forget, isSomebodyHere } from "@/lib/session";
import { useTitle } from "@/lib/title";
import { changePassword } from "../api/change-password";
import { resetPassword } from "../api/reset-password";
import { lengthFault } from "../chosen";
import { Ask } from "../components/Ask";
import { Gathering } from "../components/Gathering";
import { NewPasswordField } from "../components/NewPasswordField";
import { ShutOut } from "../components/ShutOut";
import { type Gone, goneOf } from "../gone";
import type { Arrival } from "../notice";
import { rememberAddress } from "../remembered";
import styles from "./accounts.module.css";

/** A new password: by the link of a mail, or by the present one of who is signed in. */
export default function ResetPassword() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const token = search.get("token");
  useTitle(t("account.reset.title"));
  return <Doorway aside={<Gathering />}>{token ? <Reset token={token} /> : <SignedIn />}</Doorway>;
}

function Reset({ token }: { token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { limits } = useConfig();
  const [password, setPassword] = useState("");
  const { submit, busy, fault, trouble, code } = useSubmission({
    fields: ["new"],
    send: resetPassword,
    done: async () => {
      const arrival: Arrival = { notice: "password-set" };
      await forget(client); // all sessions have ended
      await navigate("/sign-in", { replace: true, state: arrival });
    },
    check: ({ new: chosen }) => ({
      ...missing({ new: chosen }),
      ...lengthFault("new", chosen, limits),
    }),
  });
  const gone = goneOf(code);
  if (gone) return <Again gone={gone} />;
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit({ token, new: password });
  };
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      <div className={styles.intro}>
        <h1>{t("account.reset.title")}</h1>
        <p className={styles.text}>{t("account.reset.text")}</p>
      </div>
      <NewPasswordField
        label={t("account.reset.new")}
        name="new"
        value={password}
        onValue={setPassword}
        error={fault("new")}
      />
      <FormTrouble words={trouble} />
      <Button type="submit" look="filled" size="large" wide busy={busy}>
        {t("account.reset.button")}
      </Button>
    </form>
  );
}

/** By the present password, for who is signed in; who is not has a link sent. */
function SignedIn() {
  const { t } = useTranslation();
  const { data: me, error, refetch } = useQuery({ ...meQuery, enabled: isSomebodyHere() });
  const [changed, setChanged] = useState(false);
  if (changed) return <Changed />;
  if (me) return <Change email={me.email} onChanged={() => setChanged(true)} />;
  const refusal = error instanceof Refusal ? error : null;
  if (refusal?.code === "account-suspended") return <ShutOut />;
  if (refusal?.status === 401 || !isSomebodyHere()) {
    return <Navigate to="/forgot-password" replace />;
  }
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  return <Block label={t("account.reset.title")} tall />;
}

function Change({ email, onChanged }: { email: string; onChanged: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { limits } = useConfig();
  const [current, setCurrent] = useState("");
  const [chosen, setChosen] = useState("");
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["current", "new"],
    send: changePassword,
    done: async () => {
      await client.invalidateQueries({ queryKey: keys.sessions });
      onChanged();
    },
    check: (values) => ({
      ...missing({ current: values.current, new: values.new }),
      ...lengthFault("new", values.new, limits),
    }),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit({ current, new: chosen });
  };
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      <div className={styles.intro}>
        <h1>{t("account.reset.title")}</h1>
        <p className={styles.text}>{t("account.reset.change-text")}</p>
      </div>
      <input type="hidden" name="email" autoComplete="username" value={email} />
      <PasswordField
        label={t("account.reset.current")}
        name="current"
        autoComplete="current-password"
        required
        autoFocus
        value={current}
        onValue={setCurrent}
        error={fault("current")}
        aside={
          <Link
            to="/forgot-password"
            onClick={() => rememberAddress(email)}
            className={styles.link}
          >
            {t("account.sign-in.forgotten")}
          </Link>
        }
      />
      <NewPasswordField
        label={t("account.reset.new")}
        name="new"
        value={chosen}
        onValue={setChosen}
        error={fault("new")}
      />
      <FormTrouble words={trouble} />
      <Button type="submit" look="filled" size="large" wide busy={busy}>
        {t("account.reset.button")}
      </Button>
      <ButtonLink to="/settings" look="quiet" wide>
        {t("account.reset.back")}
      </ButtonLink>
    </form>
  );
}

function Changed() {
  const { t } = useTranslation();
  return (
    <div className={styles.form}>
      <div className={styles.intro}>
        <h1>{t("account.reset.changed")}</h1>
        <p className={styles.text}>{t("account.reset.changed-text")}</p>
      </div>
      <ButtonLink to="/settings" look="filled" size="large" wide>
        {t("account.reset.back")}
      </ButtonLink>
    </div>
  );
}

function Again({ gone }: { gone: Gone }) {
  const { t } = useTranslation();
  return (
    <Ask
      purpose="reset"
      title={t(`account.gone.${gone}.title`)}
      text={t(`account.gone.${gone}.text`)}
      button={t("account.gone.send")}
    />
  );
}
