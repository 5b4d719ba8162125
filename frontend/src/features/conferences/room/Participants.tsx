import { Flag, Hand, MessageCircle, Mic, MicOff, UserRound, UserX, VideoOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Face } from "@/components/Face";
import { Hidden } from "@/components/Hidden";
import { Icon } from "@/components/Icon";
import { Menu, type MenuAction } from "@/components/Menu";
import type { Conference } from "@/generated/api";
import { useMe } from "@/lib/me";
import { profileOf } from "@/lib/places";
import { useDrawn } from "./drawn";
import styles from "./Participants.module.css";
import { absenceOf, faceOf } from "./participant";
import { Removed } from "./Removed";
import type { Participant, RoomSocket } from "./socket";

type Props = {
  conference: Conference;
  room: RoomSocket;
  /** Write to one of them alone, where one can. */
  onWrite?: (account: string) => void;
  /** Show one of them out. */
  onRemove: (person: Participant) => void;
  /** Report one of them. */
  onReport: (person: Participant) => void;
};

/** Who is there now, with the speaker first. */
export function Participants({ conference, room, onWrite, onRemove, onReport }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const { people } = useDrawn(room);
  const actionsOn = (person: Participant): MenuAction[] => {
    const { account, peer, state, profile } = person;
    if (account === me.id) return [];
    const write = {
      label: t("room.person.write"),
      icon: MessageCircle,
      run: () => onWrite?.(account),
    };
    const page = {
      label: t("room.person.page"),
      icon: UserRound,
      // Beside the room: whoever goes to another page leaves it.
      run: () => void window.open(profileOf(account), "_blank", "noopener"),
    };
    const mute = { label: t("room.mute"), icon: MicOff, run: () => peer && room.mute(peer) };
    const remove = {
      label: t("room.person.remove"),
      icon: UserX,
      danger: true,
      run: () => onRemove(person),
    };
    const report = {
      label: t("moderation.report.action"),
      icon: Flag,
      run: () => onReport(person),
    };
    return [
      ...(onWrite && peer ? [write] : []),
      ...(profile ? [page] : []),
      // Of meetings elsewhere it is not known who is mute already.
      ...(conference.mine && peer && state?.audio !== false ? [mute] : []),
      ...(conference.mine ? [remove] : []),
      // Whom one does not see outside of here is reported with the conference.
      ...(profile ? [report] : []),
    ];
  };
  return (
    <>
      <ul className={styles.list}>
        {people.map((person) => (
          <Item key={person.account} person={person} actions={actionsOn(person)} />
        ))}
      </ul>
      {conference.mine && <Removed conference={conference} />}
    </>
  );
}

function Item({ person, actions }: { person: Participant; actions: MenuAction[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const absence = absenceOf(person);
  return (
    <li className={styles.person}>
      <Face person={faceOf(person)} size={32} />
      <span className={styles.name}>
        {person.account === me.id ? t("common.people.you") : <bdi>{person.name}</bdi>}
        {person.speaker && <span className={styles.role}> {t("conference.people.speaker")}</span>}
        {absence && <span className={styles.role}> {t(`room.${absence}`)}</span>}
      </span>
      <span className={styles.menu}>
        <Menu label={t("room.person.menu", { name: person.name })} actions={actions} small />
      </span>
      <Marks person={person} />
    </li>
  );
}

/** Hand, camera and microphone, as far as they have been told. */
function Marks({ person: { state, hand } }: { person: Participant }) {
  const { t } = useTranslation();
  if (!state) return null;
  const marks = [
    hand !== null && { icon: Hand, words: t("room.hand-up") },
    !state.video && !state.screen && { icon: VideoOff, words: t("room.camera-off") },
    state.audio ? { icon: Mic, words: t("room.heard") } : { icon: MicOff, words: t("room.muted") },
  ].filter((mark) => mark !== false);
  return (
    <span className={styles.marks}>
      {marks.map(({ icon, words }) => (
        <span key={words} title={words}>
          <Icon of={icon} />
          <Hidden>{words}</Hidden>
        </span>
      ))}
    </span>
  );
}
