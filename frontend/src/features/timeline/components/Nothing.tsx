import { useQuery } from "@tanstack/react-query";
import { Camera } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Face } from "@/components/Face";
import { Icon } from "@/components/Icon";
import { Lamp } from "@/components/LiveMark";
import { useGoingLive } from "@/lib/going-live";
import { useMe } from "@/lib/me";
import { anyoneQuery, requestsQuery } from "../api/requests";
import styles from "./Nothing.module.css";
import { RequestStep } from "./RequestStep";

/** A home with nothing to show yet, and what to do about it. */
export function Nothing({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const goLive = useGoingLive();
  const knowsSomebody = useQuery(anyoneQuery).data ?? false;
  const state = knowsSomebody ? "quiet" : "alone";
  return (
    <>
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
      {children}
    </>
  );
}

function Steps() {
  const { t } = useTranslation();
  const me = useMe();
  const requests = useQuery(requestsQuery).data;
  const people = requests?.items ?? [];
  if (people.length === 0 && me.picture) return null;
  return (
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
  );
}
