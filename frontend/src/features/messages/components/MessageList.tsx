import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { RollingList, RollingPane } from "@/components/Rolling";
import { Rows } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import type { Box } from "@/generated/api";
import { useGrowing } from "@/lib/lists";
import { messagesAt } from "@/lib/places";
import { useGoing } from "@/lib/undo";
import { boxQuery } from "../api/messages";
import styles from "./MessageList.module.css";
import { MessageRow } from "./MessageRow";

type Props = {
  box: Box;
  chosen: string | null;
  /** Whether it scrolls in a pane of its own; on phones the window does. */
  wide: boolean;
  pane: HTMLElement | null;
};

/** One's copies of messages, newest first, growing as one scrolls. */
export function MessageList({ box, chosen, wide, pane }: Props) {
  const { t } = useTranslation();
  const list = useGrowing(boxQuery(box));
  const going = useGoing();
  if (!list.items) {
    return (
      <div className={styles.inset}>
        {list.error ? (
          <Trouble error={list.error} onRetry={list.retry} />
        ) : (
          <Rows count={7} label={t("message.loading")} />
        )}
      </div>
    );
  }
  const items = list.items.filter(({ id }) => !going.has(id));
  if (items.length === 0 && list.complete) {
    return (
      <div className={styles.inset}>
        <Empty within title={t(`message.${box}.empty`)}>
          {t(`message.${box}.hint`)}
        </Empty>
      </div>
    );
  }
  const shared = {
    label: t(`message.${box}.tab`),
    items,
    estimate: 94,
    complete: list.complete,
    onEnd: list.grow,
    renderRow: (message: (typeof items)[number]) => (
      <MessageRow
        message={message}
        to={messagesAt(box, message.id)}
        chosen={message.id === chosen}
      />
    ),
  };
  return (
    <>
      {wide ? (
        <RollingPane {...shared} pane={pane} name={`messages:${box}`} />
      ) : (
        <RollingList {...shared} />
      )}
      <div className={styles.inset}>
        {list.growing && <Rows count={2} label={t("message.loading")} />}
        {list.error && <Trouble error={list.error} onRetry={list.retry} />}
      </div>
    </>
  );
}
