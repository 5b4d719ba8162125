import { Hand, MicOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Chip } from "@/components/Chip";
import { Face } from "@/components/Face";
import { Hidden } from "@/components/Hidden";
import { Icon } from "@/components/Icon";
import { absenceOf, called, faceOf } from "../participant";
import type { Participant } from "../socket";
import type { Remote } from "./link";
import type { OwnView } from "./own";
import styles from "./PeerStage.module.css";

type Props = {
  person: Participant;
  /** Oneself; null for the others. */
  own: OwnView | null;
  remote: Remote | undefined;
  talking: boolean;
  /** What they send is seen large beside. */
  shownElsewhere: boolean;
};

/** Somebody on the stage: the picture, or the face where there is none. */
export function Tile({ person, own, remote, talking, shownElsewhere }: Props) {
  const { t } = useTranslation();
  const { state } = person;
  const screen = own ? own.screen : (state?.screen ?? false);
  const camera = own ? own.video : (state?.video ?? false);
  const picture = own ? own.picture : (remote?.picture ?? null);
  const seen = (screen || camera) && !shownElsewhere && picture !== null;
  const names = [styles.tile, seen ? "" : styles.off, talking ? styles.talking : ""];
  return (
    <li className={names.filter(Boolean).join(" ")}>
      {seen ? (
        <Picture stream={picture} look={screen ? "screen" : own ? "mirrored" : "camera"} />
      ) : (
        <Face person={faceOf(person)} size={96} />
      )}
      {person.hand !== null && <HandUp place={person.hand} />}
      {!own && <Absence person={person} remote={remote} />}
      <Chip bare={!seen}>
        {!(own ? own.audio : state?.audio) && (
          <>
            <Icon of={MicOff} small />
            <Hidden>{t("room.muted")}</Hidden>
          </>
        )}
        {own ? (
          <span>{t(own.screen ? "room.your-screen" : "common.people.you")}</span>
        ) : (
          <bdi>{person.name}</bdi>
        )}
      </Chip>
    </li>
  );
}

/** That nothing comes at present, and that it is being seen to. */
function Absence({ person, remote }: Pick<Props, "person" | "remote">) {
  const { t } = useTranslation();
  if (remote?.connected) return null;
  return <Chip at="start">{t(`room.${absenceOf(person) ?? "connecting"}`)}</Chip>;
}

function HandUp({ place }: { place: number }) {
  const { t } = useTranslation();
  const known = PLACES.find((one) => one === place);
  return (
    <Chip at="end">
      <Icon of={Hand} small />
      <Hidden>{t("room.hand-up")}</Hidden>
      {known && <span className={styles.place}>{t(`room.place.${known}`)}</span>}
    </Chip>
  );
}

const PLACES = [1, 2, 3, 4, 5, 6] as const;

/** Somebody's screen, as large as there is room. */
export function Shown({ person, remote }: Pick<Props, "person" | "remote">) {
  const { t } = useTranslation();
  return (
    <figure className={styles.shown}>
      {remote && <Picture stream={remote.picture} look="screen" />}
      <figcaption>
        <Chip>{t("room.screen-of", { name: called(person) })}</Chip>
      </figcaption>
    </figure>
  );
}

type PictureProps = { stream: MediaStream; look: "camera" | "mirrored" | "screen" };

function Picture({ stream, look }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  const names = [styles.picture, look === "camera" ? "" : styles[look]];
  return (
    <video ref={video} className={names.filter(Boolean).join(" ")} autoPlay playsInline muted />
  );
}
