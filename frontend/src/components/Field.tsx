import { Field as Base } from "@base-ui/react/field";
import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Field.module.css";
import { Icon } from "./Icon";

type Common = {
  label: string;
  name: string;
  hint?: ReactNode;
  /** What is wrong with it, in words. */
  error?: string | undefined;
  /** Beside the label: a link, or how much has been written. */
  aside?: ReactNode;
};

function Frame({ label, name, hint, error, aside, children }: Common & { children: ReactNode }) {
  return (
    <Base.Root name={name} invalid={Boolean(error)} className={styles.field}>
      <span className={styles.head}>
        <Base.Label className={styles.label}>{label}</Base.Label>
        {aside && <span className={styles.aside}>{aside}</span>}
      </span>
      {children}
      {hint && <Base.Description className={styles.hint}>{hint}</Base.Description>}
      <Base.Error match={Boolean(error)} className={styles.error}>
        {error}
      </Base.Error>
    </Base.Root>
  );
}

/** What is wrong stands until what it was said of is changed. */
function useStanding(error: string | undefined, value: string): string | undefined {
  const [said, setSaid] = useState({ error, of: value });
  if (said.error !== error) setSaid({ error, of: value });
  return said.of === value ? error : undefined;
}

type TextProps = Common & {
  value: string;
  onValue: (value: string) => void;
} & Omit<ComponentProps<"input">, "value" | "onChange" | "className" | "name">;

export function TextField({ label, name, hint, error, aside, value, onValue, ...rest }: TextProps) {
  const standing = useStanding(error, value);
  return (
    <Frame {...{ label, name, hint, error: standing, aside }}>
      <Base.Control
        {...rest}
        className={styles.input}
        value={value}
        onValueChange={(changed) => onValue(changed)}
      />
    </Frame>
  );
}

/** A password, hidden unless one wants to see it. */
export function PasswordField({
  label,
  name,
  hint,
  error,
  aside,
  value,
  onValue,
  ...rest
}: TextProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const standing = useStanding(error, value);
  return (
    <Frame {...{ label, name, hint, error: standing, aside }}>
      <span className={styles.box}>
        <Base.Control
          {...rest}
          className={styles.bare}
          type={shown ? "text" : "password"}
          value={value}
          onValueChange={(changed) => onValue(changed)}
        />
        <button
          type="button"
          className={styles.eye}
          aria-pressed={shown}
          aria-label={t("common.field.show-password")}
          onClick={() => setShown(!shown)}
        >
          <Icon of={shown ? EyeOff : Eye} />
        </button>
      </span>
    </Frame>
  );
}

type AreaProps = Common & {
  value: string;
  onValue: (value: string) => void;
} & Omit<ComponentProps<"textarea">, "value" | "onChange" | "className" | "name">;

export function TextArea({ label, name, hint, error, aside, value, onValue, ...rest }: AreaProps) {
  const standing = useStanding(error, value);
  return (
    <Frame {...{ label, name, hint, error: standing, aside }}>
      <Base.Control
        className={`${styles.input} ${styles.area}`}
        value={value}
        onValueChange={(changed) => onValue(changed)}
        render={<textarea {...rest} />}
      />
    </Frame>
  );
}

/** How much of a text of limited length has been written. */
export function Count({ of: value, most }: { of: string; most: number }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <span data-numbers>
      {t("common.field.count", {
        written: number.format(Array.from(value).length),
        most: number.format(most),
      })}
    </span>
  );
}
