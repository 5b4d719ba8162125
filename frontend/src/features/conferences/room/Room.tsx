import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Later } from "@/components/Later";
import { Block } from "@/components/Skeleton";
import type { Conference } from "@/generated/api";
import { useChat } from "./chat";
import { useDrawn } from "./drawn";
import { Head } from "./Head";
import { useKeys } from "./keys";
import { useLate } from "./late";
import styles from "./Room.module.css";
import { useRefusals } from "./refusals";
import { type Part, Side, useBeside } from "./Side";
import { useAwake, useScreenForNow } from "./screen";
import { type Inside, STAGES } from "./stage";
import { useTelling, useTellingLines } from "./telling";

type Props = Inside & {
  conference: Conference;
  onHangUp: () => void;
  /** Say something politely to who does not see it. */
  announce: (words: string) => void;
};

/** One is in: pictures and sound by whatever engine, and around them who is there and what is written. */
export default function Room({ conference, room, pass, renew, onHangUp, announce }: Props) {
  const { t } = useTranslation();
  const { status } = useDrawn(room);
  const chat = useChat(room);
  const [part, setPart] = useState<Part>("chat");
  const field = useRef<HTMLTextAreaElement>(null);
  const talks = pass.engine === "peer";
  const write = () => {
    setPart("chat");
    setTimeout(() => field.current?.focus()); // once it is there
  };
  const beside = useBeside();
  const late = useLate(status === "connecting");
  const trouble = status === "lost" ? t("room.lost") : late ? t("room.unreachable") : null;
  useTelling(room, announce);
  useTellingLines(room, talks && !beside && part !== "chat", announce);
  useRefusals(room);
  useAwake();
  useScreenForNow();
  useKeys(talks ? { c: write } : {});
  return (
    <div className={styles.room} data-room={pass.engine}>
      <Head conference={conference} />
      <main className={styles.stage}>
        {trouble && (
          <p className={styles.trouble} role={late ? "alert" : undefined}>
            {trouble}
          </p>
        )}
        <Later load={STAGES[pass.engine]} given={{ conference, pass, renew, room, onHangUp }}>
          <Block tall label={t("conference.loading")} />
        </Later>
      </main>
      <Side
        conference={conference}
        room={room}
        chat={talks ? chat : null}
        field={field}
        part={part}
        onPart={setPart}
        onWrite={write}
      />
    </div>
  );
}
