import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Hidden } from "@/components/Hidden";
import { FormTrouble } from "@/components/Trouble";
import { Refusal } from "@/lib/api";
import { learnGuard } from "@/lib/guard";
import { offersPasskeys } from "@/lib/passkeys";
import { wordsFor } from "@/lib/words";
import { signInByPasskey } from "../api/passkey";
import type { Opened } from "../api/sign-in";
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
  onOpened: (opened: Opened) => void | Promise<void>;
  /** Whether there is a field on the page in which the browser may offer passkeys. */
  offered?: boolean;
};

export const learn = learnGuard;

/** Signing in by a passkey: by a button, and where the browser offers them as one types. */
export default function Passkey({ stay, onOpened, offered = false }: Props) {
  const { t, i18n } = useTranslation();
  const wanted = useRef(stay);
  const [missed, setMissed] = useState<Refusal | null>(null);
  useEffect(() => {
    wanted.current = stay;
  }, [stay]);
  const said = (why: Error) => {
    const code = why instanceof Refusal && WORDS.find((known) => known === why.code);
    return code ? t(`guard.passkey.${code}`) : wordsFor(why, t, i18n.language);
  };
  const ask = async (
    mediation: CredentialMediationRequirement,
    { signal }: AbortController,
    onChosen?: () => void,
  ) => {
    const wantsToStay = () => {
      onChosen?.();
      return wanted.current;
    };
    await onOpened(await signInByPasskey({ signal, mediation, stay: wantsToStay }));
  };
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => ask("required", new AbortController()),
    onMutate: () => setMissed(null),
  });
  const offer = useEffectEvent(async (offering: AbortController): Promise<Refusal | null> => {
    if (!offered || !(await offersPasskeys())) return null;
    let chosen = false;
    try {
      await ask("conditional", offering, () => {
        chosen = true;
      });
    } catch (why) {
      if (!(why instanceof Refusal || why instanceof DOMException)) throw why;
      // Until a passkey is chosen nobody has asked for anything, and nothing is said.
      return chosen && why instanceof Refusal ? why : null;
    }
    return null;
  });
  useEffect(() => {
    if (isPending) return undefined; // a browser asks its person one thing at a time
    // Where the page was open for longer than what was asked was good, it is asked anew; other refusals stay.
    if (missed && missed.code !== "sign-in-outdated") return undefined;
    const offering = new AbortController();
    void offer(offering).then(setMissed);
    return () => offering.abort();
  }, [isPending, missed]);
  const failure = missed ?? error;
  return (
    <div className={styles.services}>
      <Button size="large" wide busy={isPending} onClick={() => mutate()}>
        {t("guard.passkey.sign-in")}
      </Button>
      <Hidden>
        <output>{isPending && t("guard.passkey.waiting")}</output>
      </Hidden>
      <FormTrouble words={failure && said(failure)} />
    </div>
  );
}
