import { useQueryClient } from "@tanstack/react-query";
import { Mail, MailOpen, ShieldCheck, Trash2 } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import { useApprove, useDecline } from "@/components/Answering";
import { Button, ButtonLink } from "@/components/Button";
import { Decision } from "@/components/Decision";
import { Face } from "@/components/Face";
import { Hidden } from "@/components/Hidden";
import { Icon } from "@/components/Icon";
import { Menu } from "@/components/Menu";
import { Name } from "@/components/Name";
import { Row as ListRow, RowLink } from "@/components/Row";
import { useSay, useSayFailure } from "@/components/Toasts";
import { useUndoing } from "@/components/Undoing";
import type { Notification } from "@/generated/api";
import { briefly } from "@/lib/dates";
import { keys } from "@/lib/keys";
import { useMinute } from "@/lib/now";
import { joining } from "@/lib/places";
import { addressOf } from "../about";
import { mark, remove } from "../api/notifications";
import styles from "./Row.module.css";

/** Something that one was told: who, what, about what, and what one can do about it here. */
export function Row({ item }: { item: Notification }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const now = useMinute();
  const to = addressOf(item);
  const live = item.kind === "conference-live" && item.conference?.state === "live";
  const seen = () => {
    // Where it fails it stays unread, which is no more than true.
    if (!item.read) mark(client, item.id, true).catch(() => undefined);
  };
  const name = item.actor?.full_name ?? t("network.deleted");
  const words = (
    <>
      {!item.read && <Hidden>{t("notification.unread")} </Hidden>}
      <Sentence item={item} />
    </>
  );
  return (
    <ListRow
      face={
        item.actor ? (
          <Face person={item.actor} size={48} ring={live ? "live" : undefined} />
        ) : (
          <span className={styles.mark}>
            <Icon of={ShieldCheck} />
          </span>
        )
      }
      ringed={live && item.actor !== null}
      unread={!item.read}
      below="several"
      actions={
        <>
          {item.answerable && item.actor?.id && (
            <Answer person={{ id: item.actor.id, full_name: name }} />
          )}
          {live && item.conference && (
            <ButtonLink
              {...joining(item.conference.id)}
              size="small"
              onClick={seen}
              aria-label={t("common.card.join-whom", { name })}
            >
              {t("common.card.join")}
            </ButtonLink>
          )}
          <More item={item} name={name} />
        </>
      }
    >
      <p className={`${styles.sentence} ${item.read ? "" : styles.unread}`}>
        {to ? (
          <RowLink to={to} className={styles.link} onClick={seen}>
            {words}
          </RowLink>
        ) : (
          words
        )}
      </p>
      {item.sanction && (
        <div className={styles.decision}>
          <Decision
            decision={item.sanction}
            answered={item.kind !== "moderator-warned"}
            onAppealed={() => {
              say(t("deciding.mine.sent"));
              void client.invalidateQueries({ queryKey: keys.notifications });
            }}
          />
        </div>
      )}
      <time dateTime={item.created_at} className={styles.time}>
        {briefly(item.created_at, i18n.language, now)}
      </time>
    </ListRow>
  );
}

function Sentence({ item }: { item: Notification }) {
  const { t } = useTranslation();
  const title = item.conference?.title ?? item.message?.subject;
  return (
    <Trans
      t={t}
      i18nKey={`notification.kind.${item.kind}`}
      components={{
        person: (
          <b className={styles.name}>
            <Name person={item.actor ?? {}} plain />
          </b>
        ),
        what: <bdi className={styles.what}>{title}</bdi>,
      }}
    />
  );
}

/** The answer to a request, in place. */
function Answer({ person }: { person: { id: string; full_name: string } }) {
  const { t } = useTranslation();
  const { approve, busy } = useApprove(person);
  const decline = useDecline(person);
  const name = person.full_name;
  return (
    <>
      <Button
        size="small"
        busy={busy}
        onClick={approve}
        aria-label={t("network.approve-whom", { name })}
      >
        {t("network.approve")}
      </Button>
      <Button
        look="quiet"
        size="small"
        busy={busy}
        onClick={decline}
        aria-label={t("network.decline-whom", { name })}
      >
        {t("network.decline")}
      </Button>
    </>
  );
}

function More({ item, name }: { item: Notification; name: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const undoing = useUndoing();
  const deleteIt = () => {
    undoing({
      id: item.id,
      words: t("notification.deleted"),
      send: () => remove(client, item.id),
    });
  };
  return (
    <Menu
      small
      label={item.actor ? t("notification.more-of", { name }) : t("notification.more")}
      actions={[
        {
          label: t(item.read ? "message.mark.unread" : "message.mark.read"),
          icon: item.read ? Mail : MailOpen,
          run: () => void mark(client, item.id, !item.read).catch(sayFailure),
        },
        { label: t("message.delete"), icon: Trash2, run: deleteIt },
      ]}
    />
  );
}
