import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/Button";
import { PasswordField } from "@/components/Field";
import { FormTrouble, Trouble } from "@/components/Trouble";
import type { Conference } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { howLong, lasted } from "@/lib/attendance";
import { longDay, timeOfDay } from "@/lib/dates";
import { useSubmission } from "@/lib/form";
import { useNow } from "@/lib/now";
import { figures } from "@/lib/numbers";
import { firstName, isolated } from "@/lib/people";
import { wordsFor } from "@/lib/words";
import { start } from "../api/commands";
import { useChanged } from "../lib/commands";
import { useOtherCount } from "../lib/others";
import type { Presence } from "../lib/presence";
import { Entrance } from "./Entrance";
import styles from "./Entrance.module.css";
import { Finish } from "./Finish";

type Props = { conference: Conference };
type WithPresence = Props & { presence: Presence };

const MINUTE = 60_000;

/** How a conference's speaker is called in a sentence. */
export function useSpeaker({ speaker }: Conference): string {
  const { t } = useTranslation();
  return isolated(firstName(speaker.full_name) || t("conference.people.gone"));
}

/** Not live yet, for who waits: it opens by itself. */
export function Waiting({ conference }: Props) {
  const { t } = useTranslation();
  const name = useSpeaker(conference);
  return (
    <Entrance
      conference={conference}
      title={t("conference.waiting.title", { name })}
      text={t("conference.waiting.text", { name })}
    />
  );
}

/** Not live yet, for the speaker: it starts when they say so. */
export function Prepared({ conference, onStarted }: Props & { onStarted: () => void }) {
  const { t } = useTranslation();
  const changed = useChanged();
  const { submit, busy, trouble } = useSubmission<void, Conference>({
    send: () => start(conference.id),
    done: (started) => {
      onStarted();
      changed(started);
    },
  });
  return (
    <Entrance
      conference={conference}
      title={t("conference.prepared.title")}
      text={t(`conference.prepared.${conference.visibility}`)}
    >
      <div className={styles.trouble}>
        <FormTrouble words={trouble} />
      </div>
      <div className={styles.actions}>
        <Button look="filled" size="large" busy={busy} onClick={() => submit()}>
          {t("conference.form.now")}
        </Button>
      </div>
    </Entrance>
  );
}

/** Live, and one is not in, or not any more. */
export function Outside({ conference, presence }: WithPresence) {
  const { t } = useTranslation();
  const name = useSpeaker(conference);
  const { mine } = conference;
  useComingLater(presence);
  return (
    <Entrance
      conference={conference}
      title={mine ? t("conference.on-air.title") : t("conference.live.title", { name })}
      text={<WhoIsThere conference={conference} />}
    >
      {presence.asked ? (
        <Prompt presence={presence} />
      ) : (
        <>
          <div className={styles.actions}>
            <Button
              look="filled"
              size="large"
              busy={presence.busy}
              onClick={() => presence.enter(null)}
            >
              {t("common.card.join")}
            </Button>
            {mine && <Finish conference={conference} />}
          </div>
          {presence.error && (
            <div className={styles.trouble}>
              {isHeldUp(presence.error) ? (
                <output>{t("conference.live.held-up")}</output>
              ) : (
                <Trouble error={presence.error} />
              )}
            </div>
          )}
        </>
      )}
    </Entrance>
  );
}

function isHeldUp(error: Error | null): error is Refusal {
  return error instanceof Refusal && error.status === 429;
}

/** Whoever came too often comes in by itself as soon as that may be. */
function useComingLater({ asked, error, enter }: Presence): void {
  const held = !asked && isHeldUp(error) ? error : null;
  const come = useEffectEvent(() => enter(null));
  useEffect(() => {
    if (!held) return undefined;
    const timer = setTimeout(come, (held.retryAfter ?? 1) * 1_000);
    return () => clearTimeout(timer);
  }, [held]);
}

function WhoIsThere({ conference }: Props) {
  const { t, i18n } = useTranslation();
  const count = useOtherCount(conference);
  if (conference.mine) return t("conference.on-air.text");
  if (count === 0) return t("conference.live.alone");
  return t("conference.live.with", { count, number: figures(count, i18n.language) });
}

/** The password of a locked one. */
function Prompt({ presence }: { presence: Presence }) {
  const { t, i18n } = useTranslation();
  const [password, setPassword] = useState("");
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { error } = presence;
  const wrong = error instanceof Refusal && error.code === "wrong-password";
  const send = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(!password);
    if (!presence.busy) presence.enter(password || null);
    field.current?.focus();
  };
  const fault = empty ? t("problem.field.missing") : wrong ? t("conference.lock.wrong") : undefined;
  return (
    <form className={styles.prompt} onSubmit={send} noValidate>
      <PasswordField
        ref={field}
        label={t("conference.form.password")}
        name="password"
        hint={fault ? undefined : t("conference.lock.ask")}
        autoComplete="off"
        value={password}
        onValue={(changed) => {
          setPassword(changed);
          setEmpty(false);
        }}
        error={fault}
      />
      <div className={styles.send}>
        <FormTrouble words={error && !wrong ? wordsFor(error, t, i18n.language) : null} />
        <Button type="submit" look="filled" size="large" busy={presence.busy}>
          {t("common.card.join")}
        </Button>
      </div>
    </form>
  );
}

/** It is over: a word, and where to go next. */
export function Over({ conference }: Props) {
  const { t, i18n } = useTranslation();
  const now = useNow(MINUTE);
  const name = useSpeaker(conference);
  const { broadcast_at: from, finished_at: until, speaker, mine } = conference;
  const { my_attendance_seconds: there } = conference;
  const words =
    from && until
      ? t("conference.over.text", {
          lasted: lasted(from, until, t),
          day: longDay(from, i18n.language, now),
          time: timeOfDay(from, i18n.language),
        })
      : null;
  const own = there === null ? null : t("conference.over.there", { lasted: howLong(there, t) });
  return (
    <Entrance
      conference={conference}
      title={mine ? t("conference.over.mine") : t("conference.over.title", { name })}
      text={[words, own].filter(Boolean).join(" ")}
    >
      <div className={styles.actions}>
        <ButtonLink to="/home" look="filled" size="large">
          {t("common.missing.home")}
        </ButtonLink>
        <ButtonLink to={`/profile?u=${speaker.id}`} size="large">
          {mine ? t("conference.over.own-page") : t("conference.over.page", { name })}
        </ButtonLink>
      </div>
    </Entrance>
  );
}
