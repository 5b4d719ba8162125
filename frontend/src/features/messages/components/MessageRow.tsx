import { useTranslation } from "react-i18next";
import { Face } from "@/components/Face";
import { Hidden } from "@/components/Hidden";
import { Link } from "@/components/Link";
import { Name } from "@/components/Name";
import type { MessageRow as Row } from "@/generated/api";
import { briefly } from "@/lib/dates";
import { useMinute } from "@/lib/now";
import { figures } from "@/lib/numbers";
import styles from "./MessageRow.module.css";

type Props = { message: Row; to: string; chosen: boolean };

/** A message in the list: who, what about, how it begins. */
export function MessageRow({ message, to, chosen }: Props) {
  const { t, i18n } = useTranslation();
  const now = useMinute();
  const received = message.box === "inbox";
  const [first, ...others] = received ? [message.sender] : message.recipients;
  const person = first ?? message.sender;
  const names = [styles.row, !message.read && styles.unread, chosen && styles.chosen];
  return (
    <Link
      to={to}
      className={names.filter(Boolean).join(" ")}
      aria-current={chosen ? "true" : undefined}
      preventScrollReset={chosen}
    >
      <Face person={person} size={40} />
      <span className={styles.text}>
        <span className={styles.head}>
          <span className={styles.name}>
            {!message.read && <Hidden>{t("message.unread")} </Hidden>}
            <Name person={person} plain />
            {others.length > 0 &&
              ` ${t("message.others", {
                count: others.length,
                number: figures(others.length, i18n.language),
              })}`}
          </span>
          <time dateTime={message.created_at}>
            {briefly(message.created_at, i18n.language, now)}
          </time>
        </span>
        <span className={styles.subject} dir="auto">
          {message.subject}
        </span>
        <span className={styles.excerpt} dir="auto">
          {message.excerpt}
        </span>
      </span>
    </Link>
  );
}
