import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useApprove, useDecline } from "@/components/Answering";
import { Button } from "@/components/Button";
import { Face } from "@/components/Face";
import { Icon } from "@/components/Icon";
import type { PersonRow } from "@/generated/api";
import styles from "./Nothing.module.css";

/** Where the name goes that is drawn: for this alone, what react-i18next has for it would be much to load. */
const GAP = "\uFFFC";

/** Somebody who asks to connect, to be answered in place. */
export function RequestStep({ person }: { person: PersonRow }) {
  const { t } = useTranslation();
  const { approve, busy } = useApprove(person);
  const decline = useDecline(person);
  const name = person.full_name;
  const approving = t("network.approve-whom", { name });
  const declining = t("network.decline-whom", { name });
  const [before, after] = t("home.steps.asks", { name: GAP }).split(GAP);
  return (
    <li className={styles.step} data-row={person.id}>
      <Face person={person} size={40} />
      <span className={styles.words}>
        {before}
        <bdi className={styles.who}>{name}</bdi>
        {after}
        {person.bio && (
          <span className={styles.hint}>
            <bdi>{person.bio}</bdi>
          </span>
        )}
      </span>
      <span className={styles.actions}>
        <Button size="small" busy={busy} onClick={approve} aria-label={approving}>
          {t("network.approve")}
        </Button>
        <span className={styles.desk}>
          <Button look="quiet" size="small" busy={busy} onClick={decline} aria-label={declining}>
            {t("network.decline")}
          </Button>
        </span>
        <span className={styles.phone}>
          <Button look="quiet" square busy={busy} onClick={decline} aria-label={declining}>
            <Icon of={X} />
          </Button>
        </span>
      </span>
    </li>
  );
}
