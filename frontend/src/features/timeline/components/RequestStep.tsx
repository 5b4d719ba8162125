import { useMutation, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Face } from "@/components/Face";
import { Icon } from "@/components/Icon";
import type { PersonRow } from "@/generated/api";
import { keys } from "@/lib/keys";
import { wordsFor } from "@/lib/words";
import { answerRequest } from "../api/requests";
import styles from "./Nothing.module.css";

/** Somebody who asks to connect, to be answered in place. */
export function RequestStep({ person }: { person: PersonRow }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: answerRequest,
    onSettled: () =>
      Promise.all(
        [keys.network, keys.counters, keys.notifications, keys.timelines, keys.users].map(
          (queryKey) => client.invalidateQueries({ queryKey }),
        ),
      ),
  });
  const approve = () => mutate({ id: person.id, how: "approve" });
  const decline = () => mutate({ id: person.id, how: "decline" });
  return (
    <li className={styles.step}>
      <Face person={person} size={40} />
      <span className={styles.words}>
        <Trans
          i18nKey="home.steps.asks"
          values={{ name: person.full_name }}
          components={{ name: <bdi className={styles.who} /> }}
        />
        {error ? (
          <span className={`${styles.hint} ${styles.trouble}`} role="alert">
            {wordsFor(error, t, i18n.language)}
          </span>
        ) : (
          person.bio && (
            <span className={styles.hint}>
              <bdi>{person.bio}</bdi>
            </span>
          )
        )}
      </span>
      <span className={styles.actions}>
        <Button size="small" busy={isPending} onClick={approve}>
          {t("home.steps.approve")}
        </Button>
        <span className={styles.desk}>
          <Button look="quiet" size="small" busy={isPending} onClick={decline}>
            {t("home.steps.decline")}
          </Button>
        </span>
        <span className={styles.phone}>
          <Button
            look="quiet"
            square
            busy={isPending}
            onClick={decline}
            aria-label={t("home.steps.decline")}
          >
            <Icon of={X} />
          </Button>
        </span>
      </span>
    </li>
  );
}
