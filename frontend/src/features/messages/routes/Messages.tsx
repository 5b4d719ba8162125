import { SquarePen } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { ButtonLink } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { PhoneHead } from "@/components/PhoneHead";
import { Tabs } from "@/components/Tabs";
import type { Box } from "@/generated/api";
import { useCounters, useFollowing } from "@/lib/counters";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
import { figures } from "@/lib/numbers";
import { messagesAt, writingTo } from "@/lib/places";
import { useTitle } from "@/lib/title";
import { sendAll } from "@/lib/undo";
import { useWide } from "@/lib/wide";
import { Compose } from "../components/Compose";
import { MessageList } from "../components/MessageList";
import { Reader } from "../components/Reader";
import styles from "./Messages.module.css";

export default function Messages() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const wide = useWide();
  const box: Box = search.get("box") === "sent" ? "sent" : "inbox";
  const chosen = search.get("m");
  const writing = search.has("write");
  useTitle(t("nav.messages"));
  useFollowing("messages", keys.messages);
  useEffect(() => sendAll, []); // whoever leaves has decided
  const alone = !wide && (chosen !== null || writing);
  return (
    <div className={styles.page} data-whole>
      {!alone && <Boxes box={box} chosen={chosen} wide={wide} />}
      {(wide || alone) && <Side box={box} chosen={chosen} wide={wide} />}
    </div>
  );
}

type Props = { box: Box; chosen: string | null; wide: boolean };

function Boxes({ box, chosen, wide }: Props) {
  const { t, i18n } = useTranslation();
  const { messages: unread = 0 } = useCounters();
  const [pane, setPane] = useState<HTMLElement | null>(null);
  const inbox = (
    <>
      {t("message.inbox.tab")}
      {unread > 0 && (
        <span className={styles.new} data-numbers>
          {t("message.new-ones", {
            count: unread,
            number: figures(unread, i18n.language),
          })}
        </span>
      )}
    </>
  );
  return (
    <section className={styles.list}>
      <div className={styles.phone}>
        <PhoneHead
          title={t("nav.messages")}
          actions={
            <ButtonLink to={writingTo()} look="quiet" square aria-label={t("message.write")}>
              <Icon of={SquarePen} />
            </ButtonLink>
          }
        />
      </div>
      <div className={styles.head}>
        <h1 className={styles.title}>{t("nav.messages")}</h1>
        <ButtonLink to={writingTo()} size="small">
          <Icon of={SquarePen} small />
          {t("message.write")}
        </ButtonLink>
      </div>
      <div className={styles.tabs}>
        <Tabs
          label={t("nav.messages")}
          current={messagesAt(box)}
          tabs={[
            { to: messagesAt("inbox"), label: inbox },
            { to: messagesAt("sent"), label: t("message.sent.tab") },
          ]}
        />
      </div>
      <div ref={setPane} className={styles.pane}>
        <MessageList key={box} box={box} chosen={chosen} wide={wide} pane={pane} />
      </div>
    </section>
  );
}

function Side({ box, chosen, wide }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const [search] = useSearchParams();
  const write = search.get("write");
  const back = { to: messagesAt(box), label: t("message.back") };
  if (write !== null) {
    const draft = `${me.id}:new:${write}`;
    return <Compose key={draft} draft={draft} to={write || null} back={back} />;
  }
  if (chosen !== null) return <Reader key={chosen} id={chosen} back={back} onPhone={!wide} />;
  return <p className={styles.none}>{t("message.choose")}</p>;
}
