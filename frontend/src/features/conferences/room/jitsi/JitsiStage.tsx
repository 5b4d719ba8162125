import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { FormTrouble } from "@/components/Trouble";
import { useMe } from "@/lib/me";
import { wordsFor } from "@/lib/words";
import { beforeEnd } from "../last-words";
import type { StageProps } from "../stage";
import styles from "./JitsiStage.module.css";
import { Meeting, type Trouble } from "./meeting";
import { Doorkeeper } from "./seats";

/** A meeting at a Jitsi server. Whatever becomes of it there, the conference goes on. */
export default function JitsiStage(props: StageProps) {
  const { t, i18n } = useTranslation();
  const { pass, renew } = props;
  // Each try has a pass of its own; those that the room needs meanwhile are not for here.
  const [admission, setAdmission] = useState(pass);
  const [state, setState] = useState<"opening" | "in" | Trouble>("opening");
  const place = useMeeting(props, admission, setState);
  const retrying = useMutation({
    mutationFn: renew,
    onSuccess: (fresh) => {
      setState("opening");
      setAdmission(fresh);
    },
  });
  return (
    <div className={styles.stage}>
      <div ref={place} className={styles.place} />
      {state === "opening" && (
        <div className={styles.over}>
          <output className={styles.words}>{t("jitsi.opening")}</output>
        </div>
      )}
      {state !== "opening" && state !== "in" && (
        <div className={styles.over}>
          <p role="alert" className={styles.words}>
            {t(`jitsi.${state}`)}
          </p>
          <Button size="large" busy={retrying.isPending} onClick={() => retrying.mutate()}>
            {t(state === "kicked" ? "jitsi.back" : "problem.retry")}
          </Button>
          <FormTrouble words={retrying.error ? wordsFor(retrying.error, t, i18n.language) : null} />
        </div>
      )}
    </div>
  );
}

/** The meeting that a pass admits to, as long as this is shown; where it is to be shown. */
function useMeeting(
  { conference, room, onHangUp }: StageProps,
  { jitsi, moderator }: StageProps["pass"],
  onState: (state: "in" | Trouble) => void,
) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const place = useRef<HTMLDivElement>(null);
  const keeper = useRef<Doorkeeper | null>(null);
  // It is told these once: to begin anew because a word has changed would be worse.
  const about = useEffectEvent(() => ({
    title: conference.title,
    name: me.full_name,
    frame: t("jitsi.frame"),
    language: i18n.language,
  }));
  const tell = useEffectEvent(onState);
  const hangUp = useEffectEvent(onHangUp);
  useEffect(() => {
    if (!moderator) return undefined;
    const made = new Doorkeeper(room);
    keeper.current = made;
    return () => made.stop();
  }, [moderator, room]);
  useEffect(() => {
    if (!place.current || !jitsi) return undefined;
    const meeting = new Meeting({
      pass: jitsi,
      moderator,
      keeper: keeper.current,
      room,
      place: place.current,
      about: about(),
      onIn: () => tell("in"),
      onTrouble: (trouble) => tell(trouble),
      onHangUp: () => hangUp(),
    });
    const forget = moderator ? beforeEnd(() => meeting.end()) : null;
    return () => {
      forget?.();
      meeting.dispose();
    };
  }, [jitsi, moderator, room]);
  return place;
}
