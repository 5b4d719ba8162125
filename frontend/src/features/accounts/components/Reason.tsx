import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Decision } from "@/components/Decision";
import { Block } from "@/components/Skeleton";
import { Trouble } from "@/components/Trouble";
import { sanctionsQuery } from "@/lib/appeals";
import { useWhen } from "@/lib/when";
import styles from "../routes/accounts.module.css";

/** Why one is suspended, until when, and what one can say against it. */
export function Reason() {
  const { t } = useTranslation();
  const when = useWhen();
  const { data, error, refetch } = useQuery(sanctionsQuery);
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Block label={t("deciding.mine.loading")} />;
  const decision = data.items.find((one) => one.decision === "suspend" && !one.lifted_at);
  if (!decision) return null;
  return (
    <>
      <p className={styles.text}>
        {decision.until
          ? t("deciding.mine.lasts", { when: when(decision.until) })
          : t("deciding.mine.lasts-for-good")}
      </p>
      <Decision decision={decision} onAppealed={() => void refetch()} />
    </>
  );
}
