import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Confirm } from "@/components/Confirm";
import { Empty } from "@/components/Empty";
import { PhoneHead } from "@/components/PhoneHead";
import { RollingList } from "@/components/Rolling";
import { Rows } from "@/components/Skeleton";
import { useSay } from "@/components/Toasts";
import { Trouble } from "@/components/Trouble";
import type { Notification } from "@/generated/api";
import { useCounters, useFollowing } from "@/lib/counters";
import { keys } from "@/lib/keys";
import { type Growing, useGrowing } from "@/lib/lists";
import { figures } from "@/lib/numbers";
import { useTitle } from "@/lib/title";
import { sendAll, useGoing } from "@/lib/undo";
import { wordsFor } from "@/lib/words";
import { markAll, notificationsQuery, removeAll } from "../api/notifications";
import { Row } from "../components/Row";
import styles from "./Notifications.module.css";

export default function Notifications() {
  const { t, i18n } = useTranslation();
  const { notifications: unread } = useCounters();
  useFollowing(unread, keys.notifications);
  const list = useGrowing(notificationsQuery);
  useTitle(t("nav.notifications"));
  useEffect(() => sendAll, []); // whoever leaves has decided
  const heading =
    unread > 0
      ? t("notification.heading", {
          count: unread,
          number: figures(unread, i18n.language),
        })
      : t("notification.nothing-new");
  return (
    <div className={styles.page}>
      <PhoneHead title={t("nav.notifications")} />
      <div className={styles.head}>
        <h1 className={styles.heading}>{heading}</h1>
        {list.items && list.items.length > 0 && <All unread={unread} />}
      </div>
      <List list={list} />
    </div>
  );
}

function All({ unread }: { unread: number }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const readAll = async () => {
    try {
      await markAll(client);
    } catch (error) {
      say(wordsFor(error, t, i18n.language));
    }
  };
  return (
    <div className={styles.all}>
      {unread > 0 && (
        <Button size="small" onClick={() => void readAll()}>
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
  if (!list.items) {
    return list.error ? (
      <Trouble error={list.error} onRetry={list.retry} />
    ) : (
      <Rows count={7} label={t("notification.loading")} />
    );
  }
  const items = list.items
    .filter(({ id }) => !going.has(id))
    .map((item) =>
      going.has(`decline:${item.actor?.id ?? ""}`) ? { ...item, answerable: false } : item,
    );
  if (items.length === 0 && list.complete) {
    return (
      <Empty within title={t("notification.empty.title")}>
        {t("notification.empty.text")}
      </Empty>
    );
  }
  return (
    <>
      <RollingList
        label={t("nav.notifications")}
        items={items}
        estimate={81}
        complete={list.complete}
        onEnd={list.grow}
        renderRow={(item) => <Row item={item} />}
      />
      {list.growing && <Rows count={2} label={t("notification.loading")} />}
      {list.error && <Trouble error={list.error} onRetry={list.retry} />}
    </>
  );
}
