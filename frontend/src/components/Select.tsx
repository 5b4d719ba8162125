import { ChevronDown } from "lucide-react";
import { type ReactNode, useId } from "react";
import fieldStyles from "./Field.module.css";
import { Icon } from "./Icon";
import styles from "./Select.module.css";

type Props = {
  label: string;
  name?: string;
  hint?: ReactNode;
  value: string;
  onValue: (value: string) => void;
  options: readonly { value: string; label: string }[];
  /** At the end of the label's line. */
  aside?: ReactNode;
  disabled?: boolean;
};

/** One of many, by the device's own list: it can be searched by typing, and suits a phone. */
export function SelectField({
  label,
  name,
  hint,
  value,
  onValue,
  options,
  aside,
  disabled = false,
}: Props) {
  const id = useId();
  return (
    <div className={fieldStyles.field}>
      <label htmlFor={id} className={fieldStyles.label}>
        {label}
      </label>
      <div className={fieldStyles.control}>
        <span className={styles.box}>
          <select
            id={id}
            name={name}
            className={`${fieldStyles.input} ${styles.select}`}
            value={value}
            disabled={disabled}
            onChange={(event) => onValue(event.target.value)}
            aria-describedby={hint ? `${id}-hint` : undefined}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <span className={styles.sign}>
            <Icon of={ChevronDown} />
          </span>
        </span>
      </div>
      {aside && <span className={fieldStyles.aside}>{aside}</span>}
      {hint && (
        <p id={`${id}-hint`} className={fieldStyles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
