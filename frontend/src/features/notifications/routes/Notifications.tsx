import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDeclining } from "@/components/Answering";
import { Button } from "@/components/Button";
import { useCommand } from "@/components/Command";
import { Confirm } from "@/components/Confirm";
import { Empty } from "@/components/Empty";
import { GrowingList } from "@/components/GrowingList";
import { PhoneHead } from "@/components/PhoneHead";
import { Rows } from "@/components/Skeleton";
import type { Notification } from "@/generated/api";
import { useCounters, useFollowing } from "@/lib/counters";
import { learnDeciding } from "@/lib/deciding";
import { keys } from "@/lib/keys";
import { type Growing, useGrowing } from "@/lib/lists";
import { numberWord } from "@/lib/numbers";
import { useTitle } from "@/lib/title";
import { sendAll, useGoing } from "@/lib/undo";
import { markAll, notificationsQuery, removeAll } from "../api/notifications";
import { Row } from "../components/Row";
import styles from "./Notifications.module.css";

export const learn = learnDeciding;

export default function Notifications() {
  const { t } = useTranslation();
  const { notifications: unread } = useCounters();
  useFollowing("notifications", keys.notifications);
  const list = useGrowing(notificationsQuery);
  useTitle(t("nav.notifications"));
  useEffect(() => sendAll, []); // whoever leaves has decided
  const heading = useHeading(unread);
  return (
    <div className={styles.page}>
      <PhoneHead title={t("nav.notifications")} />
      <div className={styles.head}>
        <h1 className={styles.heading}>{heading}</h1>
        {list.items && list.items.length > 0 && <All unread={unread ?? 0} />}
      </div>
      <List list={list} />
    </div>
  );
}

/** How much is new, once that is known. */
function useHeading(unread: number | undefined): string {
  const { t, i18n } = useTranslation();
  if (unread === undefined) return t("nav.notifications");
  if (unread === 0) return t("notification.nothing-new");
  return t("notification.heading", { count: unread, number: numberWord(unread, t, i18n.language) });
}

function All({ unread }: { unread: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { run: readAll } = useCommand(() => markAll(client));
  return (
    <div className={styles.all}>
      {unread > 0 && (
        <Button size="small" onClick={() => readAll()}>
          {t("notification.read-all")}
        </Button>
      )}
      <Button look="danger" size="small" onClick={() => setAsking(true)}>
        {t("notification.delete-all.action")}
      </Button>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t("notification.delete-all.title")}
        action={t("notification.delete-all.action")}
        run={() => removeAll(client)}
      >
        {t("notification.delete-all.text")}
      </Confirm>
    </div>
  );
}

function List({ list }: { list: Growing<Notification> }) {
  const { t } = useTranslation();
  const going = useGoing();
  const declining = useDeclining();
  const items = list.items
    ?.filter(({ id }) => !going.has(id))
    .map((item) => (declining(item.actor?.id ?? "") ? { ...item, answerable: false } : item));
  return (
    <GrowingList
      label={t("nav.notifications")}
      list={{ ...list, items }}
      estimate={81}
      renderRow={(item) => <Row item={item} />}
      waiting={<Rows count={7} label={t("notification.loading")} />}
      more={<Rows count={2} label={t("notification.loading")} />}
      empty={
        <Empty within title={t("notification.empty.title")}>
          {t("notification.empty.text")}
        </Empty>
      }
    />
  );
}
