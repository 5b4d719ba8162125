import { Combobox } from "@base-ui/react/combobox";
import { Check, X } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Face } from "@/components/Face";
import { useStanding } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { landmark } from "@/components/landmark";
import { useConfig } from "@/lib/config";
import type { Fault } from "@/lib/form";
import { figures } from "@/lib/numbers";
import { SOUGHT_LONGEST } from "@/lib/places";
import { useSettled } from "@/lib/settled";
import { wordsFor } from "@/lib/words";
import { useRecipients } from "../api/recipients";
import type { Recipient } from "../drafts";
import styles from "./Recipients.module.css";

type Props = {
  chosen: Recipient[];
  onChosen: (chosen: Recipient[]) => void;
  error?: Fault | undefined;
};

/** To whom one writes: found by name, and each a chip once chosen. */
export function Recipients({ chosen, onChosen, error }: Props) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const wrong = useStanding(error, chosen);
  const [words, setWords] = useState("");
  const most = useConfig().limits.recipients;
  const found = useRecipients(useSettled(words.trim()));
  const full = chosen.length >= most;
  const status = found.error
    ? wordsFor(found.error, t, i18n.language)
    : found.data?.length === 0 && t(words.trim() ? "message.to.nobody" : "message.to.hint");
  return (
    <div>
      <Combobox.Root<Recipient, true>
        multiple
        items={found.data ?? []}
        filter={null}
        autoHighlight
        value={chosen}
        inputValue={words}
        onInputValueChange={setWords}
        onValueChange={(next) => {
          if (next.length <= most) onChosen(next);
          setWords("");
        }}
        itemToStringLabel={({ full_name: name }) => name}
        isItemEqualToValue={(item, value) => item.id === value.id}
      >
        <span className={styles.head}>
          <label htmlFor={id} className={styles.label}>
            {t("message.to.label")}
          </label>
          {chosen.length > 1 && (
            <span className={styles.count} data-numbers>
              {t("common.field.count", {
                written: figures(chosen.length, i18n.language),
                most: figures(most, i18n.language),
              })}
            </span>
          )}
        </span>
        <Combobox.InputGroup className={`${styles.box} ${wrong ? styles.wrong : ""}`}>
          <Combobox.Chips
            className={styles.chips}
            aria-label={chosen.length > 0 ? t("message.to.chosen") : undefined}
          >
            {chosen.map((person) => (
              <Combobox.Chip
                key={person.id}
                className={styles.chip}
                aria-label={person.full_name}
                aria-description={t("message.to.how")}
              >
                <Face person={person} size={24} />
                <bdi className={styles.name}>{person.full_name}</bdi>
                <Combobox.ChipRemove
                  className={styles.remove}
                  aria-label={t("message.to.remove", { name: person.full_name })}
                >
                  <Icon of={X} small />
                </Combobox.ChipRemove>
              </Combobox.Chip>
            ))}
            <Combobox.Input
              id={id}
              className={styles.input}
              placeholder={chosen.length > 0 ? "" : t("message.to.placeholder")}
              readOnly={full && words === ""}
              maxLength={SOUGHT_LONGEST}
              aria-invalid={wrong ? true : undefined}
              aria-describedby={wrong ? `${id}-hint ${id}-error` : `${id}-hint`}
            />
          </Combobox.Chips>
        </Combobox.InputGroup>
        <Combobox.Portal {...landmark}>
          <Combobox.Positioner className={styles.positioner} sideOffset={6} align="start">
            <Combobox.Popup className={styles.popup} aria-busy={found.isFetching || undefined}>
              <Combobox.Status>
                {status && <p className={styles.status}>{status}</p>}
              </Combobox.Status>
              <Combobox.List className={styles.list}>
                {(person: Recipient) => (
                  <Combobox.Item key={person.id} value={person} className={styles.item}>
                    <Face person={person} size={32} />
                    <bdi className={styles.found}>{person.full_name}</bdi>
                    <Combobox.ItemIndicator className={styles.tick}>
                      <Icon of={Check} small />
                    </Combobox.ItemIndicator>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
      {wrong && (
        <p id={`${id}-error`} className={styles.error}>
          {wrong}
        </p>
      )}
      <p id={`${id}-hint`} className={styles.hint} aria-live="polite">
        {full ? t("message.to.full") : chosen.length > 1 ? t("message.to.apart") : ""}
      </p>
    </div>
  );
}
