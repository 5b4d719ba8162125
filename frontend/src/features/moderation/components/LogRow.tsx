import { ShieldCheck } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import { Face } from "@/components/Face";
import { Icon } from "@/components/Icon";
import { Name } from "@/components/Name";
import { Row } from "@/components/Row";
import type { LogEntry, LoggedPerson } from "@/generated/api";
import { useWhen } from "@/lib/when";
import styles from "./LogRow.module.css";

/** So much of a pseudonym tells it from any other. */
const PSEUDONYM_SHOWN = 15;

/** Something that happened: who did what about whom, when, and what more there is to say of it. */
export function LogRow({ entry }: { entry: LogEntry }) {
  const { t } = useTranslation();
  const when = useWhen();
  const shown = entry.actor ?? entry.subject;
  const more = [
    entry.decision && t(`log.decision.${entry.decision}`),
    entry.way && t(`log.way.${entry.way}`),
  ].filter((words) => words !== null);
  return (
    <Row
      face={
        shown ? (
          <Face person={shown.person} size={48} />
        ) : (
          <span className={styles.mark}>
            <Icon of={ShieldCheck} />
          </span>
        )
      }
    >
      <p className={styles.sentence}>
        <Trans
          t={t}
          i18nKey={`log.kind.${entry.kind}`}
          components={{ actor: <Who who={entry.actor} />, subject: <Who who={entry.subject} /> }}
        />
      </p>
      <p className={styles.more}>
        <time dateTime={entry.at}>{when(entry.at)}</time>
        {more.map((words) => (
          <span key={words}> · {words}</span>
        ))}
      </p>
    </Row>
  );
}

function Who({ who }: { who: LoggedPerson | null }) {
  const { t } = useTranslation();
  if (!who) return t("log.nobody");
  return (
    <b className={styles.name}>
      <Name person={who.person} />
      {who.pseudonym && (
        <>
          {" "}
          <bdi className={styles.pseudonym}>{who.pseudonym.slice(0, PSEUDONYM_SHOWN)}</bdi>
        </>
      )}
    </b>
  );
}
