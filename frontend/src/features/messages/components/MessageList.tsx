import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { GrowingList } from "@/components/GrowingList";
import { Rows } from "@/components/Skeleton";
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
  return (
    <GrowingList
      label={t(`message.${box}.tab`)}
      list={{ ...list, items: list.items?.filter(({ id }) => !going.has(id)) }}
      estimate={94}
      renderRow={(message) => (
        <MessageRow
          message={message}
          to={messagesAt(box, message.id)}
          chosen={message.id === chosen}
        />
      )}
      waiting={<Rows count={7} label={t("message.loading")} />}
      more={<Rows count={2} label={t("message.loading")} />}
      empty={
        <Empty within title={t(`message.${box}.empty`)}>
          {t(`message.${box}.hint`)}
        </Empty>
      }
      pane={wide ? { pane, name: `messages:${box}` } : undefined}
      inset={styles.inset}
    />
  );
}
