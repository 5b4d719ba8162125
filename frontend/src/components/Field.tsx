import { Eye, EyeOff, type LucideIcon } from "lucide-react";
import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Fault, lengthOf } from "@/lib/form";
import { figures } from "@/lib/numbers";
import styles from "./Field.module.css";
import { Icon } from "./Icon";

type Common = {
  label: string;
  name: string;
  /** Beside the label, quieter: that it may be left out. */
  note?: string;
  hint?: ReactNode;
  /** What is wrong with it; in words alone where nothing is sent by which it is found anew. */
  error?: Fault | string | undefined;
  /** Beside the label: a link, or how much has been written. */
  aside?: ReactNode;
};
type Written = { value: string; onValue: (value: string) => void };

/** What a control has to bear so that its label, its hint and its fault belong to it. */
function useField({ error, hint, value }: { error: Common["error"]; hint: ReactNode } & Written) {
  const id = useId();
  const standing = useStanding(error, value);
  const described = [hint && `${id}-hint`, standing && `${id}-error`].filter(Boolean).join(" ");
  return {
    id,
    error: standing,
    bears: {
      id,
      "aria-describedby": described || undefined,
      "aria-invalid": standing ? true : undefined,
    },
  };
}

/** What is wrong stands until what it was said of is changed, and again when it is found once more. */
export function useStanding(error: Common["error"], value: unknown): string | undefined {
  const { words, found } = typeof error === "object" ? error : { words: error, found: error };
  const [said, setSaid] = useState({ found, of: value });
  if (said.found !== found) setSaid({ found, of: value });
  return said.of === value ? words : undefined;
}

type FrameProps = Omit<Common, "name" | "error"> & {
  id: string;
  error: string | undefined;
  children: ReactNode;
};

function Frame({ id, label, note, hint, error, aside, children }: FrameProps) {
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {note && <span className={styles.note}> {note}</span>}
      </label>
      <div className={styles.control}>{children}</div>
      {aside && <span className={styles.aside}>{aside}</span>}
      {hint && (
        <div id={`${id}-hint`} className={styles.hint}>
          {hint}
        </div>
      )}
      {error && (
        <div id={`${id}-error`} className={styles.error}>
          {error}
        </div>
      )}
    </div>
  );
}

type TextProps = Common &
  Written &
  Omit<ComponentProps<"input">, "value" | "onChange" | "className" | "name" | "id">;

// Elements of the browser's own, not Base UI's: they are in the first thing that anybody loads.
export function TextField({ label, note, hint, error, aside, value, onValue, ...rest }: TextProps) {
  const field = useField({ error, hint, value, onValue });
  return (
    <Frame {...{ label, note, hint, aside }} id={field.id} error={field.error}>
      <input
        {...rest}
        {...field.bears}
        className={styles.input}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
    </Frame>
  );
}

/** A password, hidden unless one wants to see it. */
export function PasswordField({
  label,
  note,
  hint,
  error,
  aside,
  value,
  onValue,
  icon,
  ...rest
}: TextProps & {
  /** Before an optional one; while it is empty there is nothing to show. */
  icon?: LucideIcon;
}) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const field = useField({ error, hint, value, onValue });
  return (
    <Frame {...{ label, note, hint, aside }} id={field.id} error={field.error}>
      <span className={styles.box}>
        {icon && (
          <span className={styles.icon}>
            <Icon of={icon} />
          </span>
        )}
        <input
          {...rest}
          {...field.bears}
          className={styles.bare}
          type={shown ? "text" : "password"}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
        {(!icon || value) && (
          <button
            type="button"
            className={styles.eye}
            aria-pressed={shown}
            aria-label={t("common.field.show-password")}
            onClick={() => setShown(!shown)}
          >
            <Icon of={shown ? EyeOff : Eye} />
          </button>
        )}
      </span>
    </Frame>
  );
}

type AreaProps = Common &
  Written &
  Omit<ComponentProps<"textarea">, "value" | "onChange" | "className" | "name" | "id">;

export function TextArea({ label, note, hint, error, aside, value, onValue, ...rest }: AreaProps) {
  const field = useField({ error, hint, value, onValue });
  return (
    <Frame {...{ label, note, hint, aside }} id={field.id} error={field.error}>
      <textarea
        {...rest}
        {...field.bears}
        className={`${styles.input} ${styles.area}`}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
    </Frame>
  );
}

/** How much of a text of limited length has been written. */
export function Count({ of: value, most }: { of: string; most: number }) {
  const { t, i18n } = useTranslation();
  return (
    <span data-numbers>
      {t("common.field.count", {
        written: figures(lengthOf(value), i18n.language),
        most: figures(most, i18n.language),
      })}
    </span>
  );
}
