import { RadioGroup } from "@base-ui/react/radio-group";
import { useId } from "react";
import styles from "./Cards.module.css";
import { Radio } from "./Radio";

type CardsProps<T extends string> = {
  label: string;
  value: T;
  onValue: (value: T) => void;
  options: readonly { value: T; label: string; hint: string }[];
};

/** A choice among few, each with a word on what it means. */
export function Cards<T extends string>({ label, value, onValue, options }: CardsProps<T>) {
  const name = useId();
  return (
    <div>
      <div id={name} className={styles.legend}>
        {label}
      </div>
      <RadioGroup
        aria-labelledby={name}
        className={styles.cards}
        value={value}
        onValueChange={(chosen) => onValue(chosen)}
      >
        {options.map((option) => (
          <label key={option.value} className={styles.card}>
            <span className={styles.mark}>
              <Radio value={option.value} />
            </span>
            <span className={styles.strong}>{option.label}</span>
            <span className={styles.means}>{option.hint}</span>
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}
