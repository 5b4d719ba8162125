import { type ReactNode, type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { Panels } from "@/components/Panels";
import type { Conference } from "@/generated/api";
import { figures } from "@/lib/numbers";
import { useTall, useWide } from "@/lib/wide";
import { About } from "../components/About";
import { ChatPanel } from "./Chat";
import type { Chat } from "./chat";
import { useDrawn } from "./drawn";
import { Participants } from "./Participants";
import { Removal, Reported } from "./Removal";
import styles from "./Room.module.css";
import type { Participant, RoomSocket } from "./socket";

export type Part = "chat" | "people" | "about";

type Props = {
  conference: Conference;
  room: RoomSocket;
  /** Nothing where the engine has a chat of its own. */
  chat: Chat | null;
  field: RefObject<HTMLTextAreaElement | null>;
  /** Which part is seen where there is room for one. */
  part: Part;
  onPart: (part: Part) => void;
  /** One is about to write. */
  onWrite: () => void;
};

/** Whether there is room for all parts but what it is about; else one of them is seen at a time. */
export function useBeside(): boolean {
  const [wide, tall] = [useWide(), useTall()];
  return wide && tall;
}

/** Beside the stage, or below it on a phone: who is there, and what is written. */
export function Side({ conference, room, chat, field, part, onPart, onWrite }: Props) {
  const { t, i18n } = useTranslation();
  const beside = useBeside();
  const { people } = useDrawn(room);
  const [removing, setRemoving] = useState<Participant | null>(null);
  const [reporting, setReporting] = useState<Participant | null>(null);
  const count = figures(people.length, i18n.language);
  const unread = chat?.unread ? figures(chat.unread, i18n.language) : undefined;
  const writeTo = (account: string) => {
    chat?.address(account);
    onWrite();
  };
  const participants = (
    <Participants
      conference={conference}
      room={room}
      {...(chat && { onWrite: writeTo })}
      onRemove={setRemoving}
      onReport={setReporting}
    />
  );
  const written = chat && <ChatPanel room={room} chat={chat} field={field} />;
  const chatting = { label: t("room.chat.title"), count: unread, fresh: true, content: written };
  const panels = [
    ...(written ? [{ id: "chat", ...chatting }] : []),
    { id: "people", label: t("conference.people.here"), count, content: participants },
    { id: "about", label: t("room.parts.about"), content: <About conference={conference} /> },
  ];
  return (
    <aside className={styles.side} aria-label={t("room.side")}>
      {beside ? (
        <Beside count={count} participants={participants} unread={unread} written={written} />
      ) : (
        <Panels
          label={t("room.side")}
          panels={panels}
          current={panels.some(({ id }) => id === part) ? part : "people"}
          onCurrent={(id) => onPart(PARTS.find((known) => known === id) ?? "people")}
        />
      )}
      <Removal conference={conference} person={removing} onClose={() => setRemoving(null)} />
      <Reported conference={conference} person={reporting} onClose={() => setReporting(null)} />
    </aside>
  );
}

type BesideProps = {
  count: string;
  participants: ReactNode;
  unread: string | undefined;
  written: ReactNode;
};

function Beside({ count, participants, unread, written }: BesideProps) {
  const { t } = useTranslation();
  return (
    <>
      <section className={written ? styles.people : styles.part}>
        <h2 className={styles.title}>
          {t("conference.people.here")}{" "}
          <span className={styles.count} data-numbers>
            {count}
          </span>
        </h2>
        {participants}
      </section>
      {written && (
        <section className={styles.part}>
          <h2 className={styles.title}>
            {t("room.chat.title")}{" "}
            {unread && (
              <span className={styles.unread} data-numbers>
                {t("room.chat.unread", { number: unread })}
              </span>
            )}
          </h2>
          {written}
        </section>
      )}
    </>
  );
}

const PARTS: readonly Part[] = ["chat", "people", "about"];
