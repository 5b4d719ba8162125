import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Button } from "@/components/Button";
import { Hidden } from "@/components/Hidden";
import { FormTrouble } from "@/components/Trouble";
import { Refusal } from "@/lib/api";
import { learnGuard } from "@/lib/guard";
import { offersPasskeys } from "@/lib/passkeys";
import { wantedPage } from "@/lib/wanted";
import { wordsFor } from "@/lib/words";
import { signInByPasskey } from "../api/passkey";
import { useEntering } from "../entering";
import styles from "./Services.module.css";

const WORDS = [
  "passkey-cancelled",
  "passkey-unable",
  "passkey-elsewhere",
  "passkey-unknown",
  "passkey-refused",
  "sign-in-outdated",
] as const;

type Props = {
  stay: boolean;
  /** Whether there is a field on the page in which the browser may offer passkeys. */
  offered?: boolean;
};

export const learn = learnGuard;

/** Signing in by a passkey: by a button, and where the browser offers them as one types. */
export default function Passkey({ stay, offered = false }: Props) {
  const { t, i18n } = useTranslation();
  const [search] = useSearchParams();
  const enter = useEntering();
  const wanted = useRef(stay);
  useEffect(() => {
    wanted.current = stay;
  }, [stay]);
  const said = (why: Error) => {
    const code = why instanceof Refusal && WORDS.find((known) => known === why.code);
    return code ? t(`guard.passkey.${code}`) : wordsFor(why, t, i18n.language);
  };
  const ask = async (mediation: CredentialMediationRequirement, { signal }: AbortController) => {
    const opened = await signInByPasskey({ signal, mediation, stay: () => wanted.current });
    await enter(opened, wantedPage(search.get("next")));
  };
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => ask("required", new AbortController()),
  });
  const offer = useEffectEvent(async (offering: AbortController) => {
    if (!offered || !(await offersPasskeys())) return;
    try {
      await ask("conditional", offering);
    } catch (why) {
      // Nobody has asked for it: what goes wrong is said once somebody does.
      if (!(why instanceof Refusal || why instanceof DOMException)) throw why;
    }
  });
  useEffect(() => {
    if (isPending) return undefined; // a browser asks its person one thing at a time
    const offering = new AbortController();
    void offer(offering);
    return () => offering.abort();
  }, [isPending]);
  return (
    <div className={styles.services}>
      <Button size="large" wide busy={isPending} onClick={() => mutate()}>
        {t("guard.passkey.sign-in")}
      </Button>
      <Hidden>
        <output>{isPending && t("guard.passkey.waiting")}</output>
      </Hidden>
      <FormTrouble words={error && said(error)} />
    </div>
  );
}
