import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Button } from "@/components/Button";
import { FormTrouble } from "@/components/Trouble";
import type { OtherService } from "@/generated/api";
import { useConfig } from "@/lib/config";
import { learnElsewhere, problemIn, wayTo } from "@/lib/elsewhere";
import { wantedPage } from "@/lib/wanted";
import styles from "./Services.module.css";

type Props = {
  stay: boolean;
  /** Whether the terms are accepted; null where nobody is asked. */
  agreed: boolean | null;
  offered: readonly OtherService[];
};

export const learn = learnElsewhere;

/** The services themselves: a button each, and above them what went wrong. */
export default function Services({ stay, agreed, offered }: Props) {
  const { t, i18n } = useTranslation();
  const { providers, terms_version } = useConfig();
  const [search] = useSearchParams();
  const back = problemIn(search);
  const [unasked, setUnasked] = useState<string | null>(null);
  const { problem, provider } = unasked
    ? { problem: "consent-required" as const, provider: unasked }
    : back;
  const name = providers.find((known) => known.provider === provider)?.name;
  const go = (to: string) => {
    if (agreed === false) {
      setUnasked(to);
      return;
    }
    const wish = {
      next: wantedPage(search.get("next")),
      stay: String(stay),
      language: i18n.language,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(agreed && { terms_version }),
    };
    location.assign(wayTo(to, wish));
  };
  const settled = problem === "consent-required" && agreed;
  return (
    <div className={styles.services}>
      {offered.length > 0 && <p className={styles.or}>{t("elsewhere.or")}</p>}
      <FormTrouble
        words={
          problem && !settled
            ? t(`elsewhere.problem.${problem}`, { name: name ?? t("elsewhere.a-service") })
            : null
        }
      />
      {offered.map((known) => (
        <Button key={known.provider} size="large" wide onClick={() => go(known.provider)}>
          {t("elsewhere.go-on", { name: known.name })}
        </Button>
      ))}
    </div>
  );
}
