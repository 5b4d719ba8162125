import { useQuery } from "@tanstack/react-query";
import { Camera } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useDeclining } from "@/components/Answering";
import { Button, ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Face } from "@/components/Face";
import { Icon } from "@/components/Icon";
import { Lamp } from "@/components/LiveMark";
import { RowFocus } from "@/components/RowFocus";
import { useGoingLive } from "@/lib/going-live";
import { useMe } from "@/lib/me";
import { anyoneQuery, requestsQuery } from "../api/requests";
import styles from "./Nothing.module.css";
import { RequestStep } from "./RequestStep";
import { Waiting } from "./Waiting";

/** A home with nothing to show yet, and what to do about it. */
export function Nothing() {
  const { t } = useTranslation();
  const me = useMe();
  const goLive = useGoingLive();
  const { data: knowsSomebody, isPending } = useQuery(anyoneQuery);
  if (isPending) return <Waiting />;
  const state = knowsSomebody === false ? "alone" : "quiet";
  return (
    <Empty
      title={t(`home.empty.${state}.title`)}
      seat={<Face person={me} size={60} />}
      actions={
        <>
          <ButtonLink to="/search" look="filled" size="large">
            {t(`home.empty.${state}.find`)}
          </ButtonLink>
          <Button size="large" onClick={goLive} aria-haspopup="dialog">
            <Lamp />
            {t(`home.empty.${state}.go-live`)}
          </Button>
        </>
      }
      below={<Steps />}
    >
      {t(`home.empty.${state}.text`)}
    </Empty>
  );
}

function Steps() {
  const { t } = useTranslation();
  const me = useMe();
  const requests = useQuery(requestsQuery).data;
  const declining = useDeclining();
  const people = (requests?.items ?? []).filter(
    ({ id, standing }) => standing === "incoming" && !declining(id),
  );
  return (
    <RowFocus rows={people.map(({ id }) => id)}>
      {(people.length > 0 || !me.picture) && (
        <ul className={styles.steps}>
          {people.map((person) => (
            <RequestStep key={person.id} person={person} />
          ))}
          {requests?.next_cursor && (
            <li className={styles.step}>
              <span className={styles.words}>{t("home.steps.more")}</span>
              <ButtonLink to="/connections" look="quiet" size="small">
                {t("home.steps.all")}
              </ButtonLink>
            </li>
          )}
          {!me.picture && (
            <li className={styles.step}>
              <span className={styles.icon}>
                <Icon of={Camera} />
              </span>
              <span className={styles.words}>
                <span className={styles.who}>{t("home.steps.picture")}</span>
                <span className={styles.hint}>{t("home.steps.picture-why")}</span>
              </span>
              <ButtonLink to="/settings" look="quiet" size="small">
                {t("home.steps.choose")}
              </ButtonLink>
            </li>
          )}
        </ul>
      )}
    </RowFocus>
  );
}
