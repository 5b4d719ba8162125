import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";
import type { Fault } from "@/lib/form";
import styles from "./Checkbox.module.css";
import { Icon } from "./Icon";

type Props = {
  checked: boolean;
  onChecked: (checked: boolean) => void;
  children: ReactNode;
  name?: string;
  error?: Fault | undefined;
};

/** Something to agree to or to want, kept when the form is sent. The browser's own, as fields are. */
export function Checkbox({ checked, onChecked, children, name, error }: Props) {
  const id = useId();
  const wrong = checked ? undefined : error?.words;
  return (
    <div>
      <div className={styles.line}>
        <span className={styles.place}>
          <input
            id={id}
            type="checkbox"
            {...(name && { name })}
            className={styles.box}
            checked={checked}
            onChange={(event) => onChecked(event.target.checked)}
            aria-describedby={wrong ? `${id}-error` : undefined}
            aria-invalid={wrong ? true : undefined}
          />
          <span className={styles.tick}>
            <Icon of={Check} small />
          </span>
        </span>
        <label htmlFor={id}>{children}</label>
      </div>
      {wrong && (
        <p id={`${id}-error`} className={styles.error}>
          {wrong}
        </p>
      )}
    </div>
  );
}
