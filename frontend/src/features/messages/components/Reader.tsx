import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Flag, Mail, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/Button";
import { useCommand } from "@/components/Command";
import { Empty } from "@/components/Empty";
import { Face } from "@/components/Face";
import { Icon } from "@/components/Icon";
import { Menu } from "@/components/Menu";
import { Name } from "@/components/Name";
import { PhoneHead } from "@/components/PhoneHead";
import { ReportDialog } from "@/components/ReportDialog";
import { Rows } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import { useUndoing } from "@/components/Undoing";
import type { Message } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { strung } from "@/lib/attendance";
import { figures } from "@/lib/numbers";
import { isId } from "@/lib/places";
import { useStillThere } from "@/lib/still-there";
import { useTitle } from "@/lib/title";
import { useWhen } from "@/lib/when";
import { paragraphs } from "../answer";
import { mark, messageQuery, remove } from "../api/messages";
import styles from "./Reader.module.css";
import { Reply } from "./Reply";

type Props = { id: string; back: { to: string; label: string }; onPhone: boolean };

/** One message: beside the list, or on a phone a page of its own. */
export function Reader({ id, back, onPhone }: Props) {
  const { t } = useTranslation();
  const { data: message, error, refetch } = useQuery({ ...messageQuery(id), enabled: isId(id) });
  useRead(message);
  useTitle(message?.subject);
  if (message) return <Opened message={message} back={back} onPhone={onPhone} />;
  const missing = !isId(id) || (error instanceof Refusal && error.status === 404);
  return (
    <article className={styles.page}>
      <PhoneHead title={t("nav.messages")} back={back} />
      {missing && (
        <Empty within title={t("message.missing.title")}>
          {t("message.missing.text")}
        </Empty>
      )}
      {error && !missing && <Trouble error={error} onRetry={() => void refetch()} />}
      {!error && !missing && <Rows count={1} label={t("message.loading")} />}
    </article>
  );
}

/** Mark what is opened as read, once: what is then marked as unread stays so. */
function useRead(message: Message | undefined): void {
  const client = useQueryClient();
  const opened = useRef<string>(null);
  useEffect(() => {
    if (!message || opened.current === message.id) return;
    opened.current = message.id;
    // Where it fails it stays unread, which is no more than true.
    if (!message.read) mark(client, message.id, true).catch(() => undefined);
  }, [client, message]);
}

function Opened({ message, back, onPhone }: Omit<Props, "id"> & { message: Message }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const undoing = useUndoing();
  const when = useWhen();
  const [reporting, setReporting] = useState(false);
  const received = message.box === "inbox";
  const isStillThere = useStillThere();
  const { run: unread } = useCommand(
    () => mark(client, message.id, !message.read),
    () => (onPhone && isStillThere() ? navigate(back.to) : undefined),
  );
  const deleteIt = () => {
    undoing({
      id: message.id,
      words: t("message.deleted"),
      send: () => remove(client, message.id),
    });
    void navigate(back.to, { replace: true });
  };
  const at = message.created_at;
  const Heading = onPhone ? "h1" : "h2";
  const actions = (
    <>
      {received && (
        <Button
          look="quiet"
          size="small"
          square
          aria-label={t(message.read ? "message.mark.unread" : "message.mark.read")}
          onClick={() => unread()}
        >
          <Icon of={Mail} />
        </Button>
      )}
      <Button look="quiet" size="small" square aria-label={t("message.delete")} onClick={deleteIt}>
        <Icon of={Trash2} />
      </Button>
      {received && (
        <Menu
          small
          label={t("message.more")}
          actions={[
            { label: t("moderation.report.action"), icon: Flag, run: () => setReporting(true) },
          ]}
        />
      )}
    </>
  );
  return (
    <article className={styles.page}>
      <PhoneHead back={back} actions={actions} />
      <div className={styles.head}>
        <Heading className={styles.subject}>
          <bdi>{message.subject}</bdi>
        </Heading>
        <span className={styles.wide}>{actions}</span>
      </div>
      <div className={styles.from}>
        <Face person={message.sender} size={44} />
        <div className={styles.who}>
          <p className={styles.sender}>
            <Name person={message.sender} />
          </p>
          <p className={styles.to}>
            {received ? t("message.to-you") : <To people={message.recipients} />}
          </p>
        </div>
        <time dateTime={at} className={styles.time}>
          {when(at)}
        </time>
      </div>
      <div className={styles.text} dir="auto">
        {paragraphs(message.body).map((part, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the paragraphs of a message never change
          <p key={index}>{part}</p>
        ))}
      </div>
      {received && <Reply message={message} />}
      <ReportDialog
        open={reporting}
        onClose={() => setReporting(false)}
        about={{ message_id: message.id }}
        name={message.subject}
      />
    </article>
  );
}

const NAMED = 8;

/** Those who got it; all of them once one wants to know. */
function To({ people }: { people: Message["recipients"] }) {
  const { t, i18n } = useTranslation();
  const [all, setAll] = useState(false);
  const named = all ? people : people.slice(0, NAMED);
  const rest = people.length - named.length;
  const names = named.map((person, index) => (
    <Name key={person.id ?? `gone-${index.toString()}`} person={person} />
  ));
  const others = (
    <button key="others" type="button" className={styles.all} onClick={() => setAll(true)}>
      {t("common.people.others", { count: rest, number: figures(rest, i18n.language) })}
    </button>
  );
  return (
    <>
      {t("message.to.whom")} {strung(rest > 0 ? [...names, others] : names, i18n.language)}
    </>
  );
}
