import { Send, X } from "lucide-react";
import { memo, type RefObject, useCallback, useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Face } from "@/components/Face";
import { Icon } from "@/components/Icon";
import { timeOfDay } from "@/lib/dates";
import styles from "./Chat.module.css";
import type { Chat, Line } from "./chat";
import { useDrawn } from "./drawn";
import { type Names, useNames } from "./names";
import { faceOf } from "./participant";
import type { RoomSocket } from "./socket";
import { Words } from "./Words";

const NEARLY = 24; // pixels from the end that still are the end

type Props = {
  room: RoomSocket;
  chat: Chat;
  /** Where one writes. */
  field: RefObject<HTMLTextAreaElement | null>;
};

/** What is written in a room, and where one writes. */
export function ChatPanel({ room, chat, field }: Props) {
  const { people } = useDrawn(room);
  const written = chat.lines.flatMap(({ author }) => author ?? []);
  const names = useNames([...people, ...written]);
  return (
    <div className={styles.panel}>
      <Lines chat={chat} names={names} />
      <Composer room={room} chat={chat} field={field} names={names} />
    </div>
  );
}

type Named = { names: Names };

function Lines({ chat, names }: Pick<Props, "chat"> & Named) {
  const { t } = useTranslation();
  const { lines } = chat;
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const look = useEffectEvent(() => {
    if (atEnd.current && document.visibilityState === "visible" && chat.unread > 0) chat.read();
  });
  const stayAtEnd = useCallback(() => {
    const shown = list.current;
    if (shown && atEnd.current) shown.scrollTop = shown.scrollHeight;
  }, []);
  const newest = lines.at(-1)?.id;
  useEffect(() => {
    if (newest === undefined) return;
    stayAtEnd();
    look();
  }, [newest, stayAtEnd]);
  useEffect(() => {
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  const scroll = () => {
    const shown = list.current;
    if (!shown) return;
    atEnd.current = shown.scrollHeight - shown.scrollTop - shown.clientHeight < NEARLY;
    if (atEnd.current && chat.unread > 0) chat.read();
  };
  return (
    <>
      {lines.length === 0 && <p className={styles.none}>{t("room.chat.empty")}</p>}
      <div
        ref={list}
        className={styles.log}
        role="log"
        aria-label={t("room.chat.title")}
        onScroll={scroll}
        // It scrolls, so it can be reached by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <ul className={styles.lines}>
          {lines.map((line) => (
            <Written
              key={line.id}
              line={line}
              author={names(line.author)}
              reader={names(line.reader)}
              onFolded={stayAtEnd}
            />
          ))}
        </ul>
      </div>
    </>
  );
}

type WrittenProps = {
  line: Line;
  /** How those are called whom it concerns. */
  author: string;
  reader: string;
  onFolded: () => void;
};

/** A line, drawn once: there may be hundreds when the next one comes. */
const Written = memo(function Written({ line, author, reader, onFolded }: WrittenProps) {
  const { t, i18n } = useTranslation();
  const { mine, alone, data, at } = line;
  return (
    <li className={styles.line}>
      {line.author ? <Face person={faceOf(line.author)} size={28} /> : <span />}
      <div className={styles.said}>
        <span className={styles.by}>
          <b>{mine ? t("common.people.you") : <bdi>{author}</bdi>}</b>
          {line.author?.speaker && (
            <span className={styles.role}>{t("conference.people.speaker")}</span>
          )}
          <time dateTime={at}>{timeOfDay(at, i18n.language)}</time>
          {alone && (
            <span className={styles.only}>
              {mine ? t("room.chat.only", { name: reader }) : t("room.chat.only-you")}
            </span>
          )}
        </span>
        <Words of={data} onFolded={onFolded} />
      </div>
    </li>
  );
});

function Composer({ room, chat, field, names }: Props & Named) {
  const { t } = useTranslation();
  const { status, people } = useDrawn(room);
  const reader = people.find(({ account }) => account === chat.to);
  const reachable = status === "open" && (chat.to === null || Boolean(reader?.peer));
  const send = () => {
    if (reachable) chat.send(reader?.peer ?? null);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {chat.to !== null && (
        <p className={styles.to}>
          <span>
            {reader?.peer ? t("room.chat.only", { name: names(reader) }) : t("room.chat.away")}
          </span>
          <button
            type="button"
            aria-label={t("room.chat.to-all-again")}
            onClick={() => chat.address(null)}
          >
            <Icon of={X} small />
          </button>
        </p>
      )}
      <div className={styles.box}>
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          dir="auto"
          readOnly={chat.sending}
          aria-label={
            chat.to === null
              ? t("room.chat.write")
              : t("room.chat.write-to", { name: names(reader) })
          }
          placeholder={t(chat.to === null ? "room.chat.write" : "room.chat.write-one")}
          value={chat.draft}
          onChange={(event) => chat.write(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <Button
          type="submit"
          look="quiet"
          size="small"
          square
          aria-label={t("room.chat.send")}
          busy={chat.sending}
          aria-disabled={!reachable}
        >
          <Icon of={Send} directional />
        </Button>
      </div>
      <div aria-live="polite">
        {chat.failure && <p className={styles.failed}>{t(`room.chat.failure.${chat.failure}`)}</p>}
      </div>
    </form>
  );
}
