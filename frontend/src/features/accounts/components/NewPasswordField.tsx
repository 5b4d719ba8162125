import { useTranslation } from "react-i18next";
import { PasswordField } from "@/components/Field";
import { useConfig } from "@/lib/config";
import type { Fault } from "@/lib/form";
import { figures } from "@/lib/numbers";
import { LEVELS, strength } from "../strength";
import styles from "./NewPasswordField.module.css";

type Props = {
  label: string;
  name: string;
  value: string;
  onValue: (value: string) => void;
  error: Fault | undefined;
};

/** A password that is being chosen, with how hard it is to guess. */
export function NewPasswordField(props: Props) {
  const { limits } = useConfig();
  return (
    <PasswordField
      {...props}
      autoComplete="new-password"
      required
      hint={<Strength password={props.value} shortest={limits.password_shortest} />}
    />
  );
}

function Strength({ password, shortest }: { password: string; shortest: number }) {
  const { t, i18n } = useTranslation();
  const level = strength(password, shortest);
  const rank = LEVELS.indexOf(level);
  const words = {
    short: t("account.strength.short", {
      count: shortest,
      number: figures(shortest, i18n.language),
    }),
    weak: t("account.strength.weak"),
    fair: t("account.strength.fair"),
    good: t("account.strength.good"),
    strong: t("account.strength.strong"),
  };
  return (
    <span className={styles.strength}>
      <span className={styles.bars} aria-hidden>
        {LEVELS.slice(1).map((step, index) => (
          <span key={step} className={index < rank ? styles.on : styles.off} />
        ))}
      </span>
      <span aria-live="polite">{words[level]}</span>
    </span>
  );
}
