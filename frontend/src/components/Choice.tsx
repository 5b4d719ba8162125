import { RadioGroup } from "@base-ui/react/radio-group";
import { Switch as BaseSwitch } from "@base-ui/react/switch";
import type { ReactNode } from "react";
import styles from "./Choice.module.css";
import { Radio } from "./Radio";

type SwitchProps = {
  checked: boolean;
  onChecked: (checked: boolean) => void;
  label: string;
  hint?: string;
};

/** Something that is on or off at once, without a button to save it. */
export function Switch({ checked, onChecked, label, hint }: SwitchProps) {
  return (
    <label className={styles.option}>
      <span>
        <span className={styles.name}>{label}</span>
        {hint && <span className={styles.hint}>{hint}</span>}
      </span>
      <BaseSwitch.Root className={styles.switch} checked={checked} onCheckedChange={onChecked}>
        <BaseSwitch.Thumb className={styles.thumb} />
      </BaseSwitch.Root>
    </label>
  );
}

type RadiosProps<T extends string> = {
  label: string;
  value: T;
  onValue: (value: T) => void;
  options: readonly { value: T; label: ReactNode }[];
};

export function Radios<T extends string>({ label, value, onValue, options }: RadiosProps<T>) {
  return (
    <RadioGroup
      aria-label={label}
      className={styles.group}
      value={value}
      onValueChange={(chosen) => onValue(chosen)}
    >
      {options.map((option) => (
        <label key={option.value} className={styles.line}>
          <Radio value={option.value} />
          <span>{option.label}</span>
        </label>
      ))}
    </RadioGroup>
  );
}
