import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { useDrawn } from "./drawn";
import { useNames } from "./names";
import { called } from "./participant";
import type { Said } from "./protocol";
import type { Participant, RoomSocket, RoomView } from "./socket";

type Announce = (words: string) => void;

/** Tell of coming and going, of hands and screens, and of the connection, for those who do not see it. */
export function useTelling(room: RoomSocket, announce: Announce): void {
  const { t } = useTranslation();
  const tell = useEffectEvent(announce);
  useEffect(() => {
    let before = room.view();
    const look = () => {
      const now = room.view();
      for (const { person, what } of changesOf(before, now)) {
        tell(t(`room.said.${what}`, { name: called(person) }));
      }
      if (now.status === "lost" && before.status === "open") tell(t("room.lost"));
      if (now.status === "open" && before.status === "lost") tell(t("room.back"));
      before = now;
    };
    const ends = [
      room.watch(look),
      room.on("came", (person) => tell(t("room.said.came", { name: called(person) }))),
      room.on("left", (person) => tell(t("room.said.left", { name: called(person) }))),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [room, t]);
}

type Change = { person: Participant; what: "hand" | "screen" | "screen-over" };

/** What others do that is seen and not heard. */
function changesOf(before: RoomView, now: RoomView): Change[] {
  const known = new Map(before.people.map((person) => [person.account, person]));
  const others = now.people.filter(({ peer }) => peer === null || peer !== now.peer);
  return others.flatMap((person) => {
    const was = known.get(person.account);
    const [showed, shows] = [was?.state?.screen ?? false, person.state?.screen ?? false];
    const changes: (Change["what"] | false)[] = [
      person.hand !== null && !was?.hand && "hand",
      shows && !showed && "screen",
      showed && !shows && "screen-over",
    ];
    return changes.filter((what) => what !== false).map((what) => ({ person, what }));
  });
}

/** Tell of what others write while it is not seen: where it is, it is read by itself. */
export function useTellingLines(room: RoomSocket, unseen: boolean, announce: Announce): void {
  const { t } = useTranslation();
  const names = useNames(useDrawn(room).people);
  const tell = useEffectEvent(({ from, data: words }: Said<"chat">) => {
    const author = room.whoIs(from);
    if (unseen && author && from !== room.view().peer) {
      announce(t("room.said.wrote", { name: names(author), words }));
    }
  });
  useEffect(() => room.on("chat", tell), [room]);
}
