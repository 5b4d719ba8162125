import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { useSay } from "@/components/Toasts";
import { Alone } from "../Alone";
import { useDrawn } from "../drawn";
import { useKeys } from "../keys";
import type { RoomSocket } from "../socket";
import type { StageProps } from "../stage";
import { Controls } from "./Controls";
import { type Call, callOf } from "./call";
import type { Mishap } from "./own";
import styles from "./PeerStage.module.css";
import { Shown, Tile } from "./Tile";
import { useVoices } from "./voices";

const DRAWN_WITHIN = 200; // milliseconds

/** A meeting without a server for the media: each browser sends to each other one. */
export default function PeerStage(props: StageProps) {
  return <Running {...props} call={useCall(props.room)} />;
}

export async function begin(room: RoomSocket): Promise<void> {
  const call = callOf(room);
  call.start();
  await call.reached(DRAWN_WITHIN);
}

/** A call that lasts as long as this is shown. */
function useCall(room: RoomSocket): Call {
  const call = callOf(room);
  useEffect(() => {
    call.start();
    return () => call.close();
  }, [call]);
  return call;
}

function Running({ conference, room, call, onHangUp }: StageProps & { call: Call }) {
  const { t } = useTranslation();
  const { peer, people } = useDrawn(room);
  const { own, hand, remotes, talker } = useDrawn(call);
  const voices = useVoices(remotes);
  const acts = {
    m: () => void (own.audio ? call.own.mute() : call.own.unmute()),
    v: () => void (own.video ? call.own.stopCamera() : call.own.startCamera()),
    s: () => void (own.screen ? call.own.stopSharing() : call.own.share()),
    h: () => call.raiseHand(!hand),
  };
  useKeys(acts);
  useSayings(call);
  const others = people.filter((person) => person.peer !== peer);
  const showing = others.find(({ account, state }) => state?.screen && remotes.has(account));
  return (
    <>
      {voices.silent && (
        <div className={styles.silent}>
          <p>{t("room.silent.text")}</p>
          <Button size="small" onClick={voices.sound}>
            {t("room.silent.button")}
          </Button>
        </div>
      )}
      {showing && <Shown person={showing} remote={remotes.get(showing.account)} />}
      <ul
        className={showing ? styles.strip : styles.grid}
        data-count={Math.max(people.length, 2)}
        aria-label={t("room.stage")}
        // It scrolls on a phone, so it can be reached by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={showing ? 0 : undefined}
      >
        {people.map((person) => (
          <Tile
            key={person.account}
            person={person}
            own={person.peer === peer ? own : null}
            remote={remotes.get(person.account)}
            talking={talker === person.account}
            shownElsewhere={person === showing}
          />
        ))}
        {peer && others.length === 0 && <Alone conference={conference} />}
      </ul>
      <Controls call={call} own={own} hand={hand} acts={acts} onHangUp={onHangUp} />
    </>
  );
}

/** Say what has happened to one's devices that one did not do oneself. */
function useSayings(call: Call): void {
  const { t } = useTranslation();
  const say = useSay();
  const tellMishap = useEffectEvent(({ of, why }: Mishap) =>
    say(`${t(`room.mishap.${of}`)} ${t(`room.mishap.${why}`)}`),
  );
  const tellMuted = useEffectEvent(() => say(t("room.said.muted")));
  useEffect(() => {
    const ends = [call.on("mishap", tellMishap), call.on("muted", tellMuted)];
    return () => {
      for (const end of ends) end();
    };
  }, [call]);
}
