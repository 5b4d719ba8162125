import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Radios } from "@/components/Choice";
import { SelectField } from "@/components/Select";
import { useConfig } from "@/lib/config";
import { isLanguage, NAMES, speak } from "@/lib/i18n";
import { useMe } from "@/lib/me";
import { useChoosing } from "../saving";
import { zoneName, zonesWith } from "../zones";
import { Group } from "./Group";
import styles from "./Language.module.css";

/** The language of the page and of mails, and the time zone of mails. */
export function Language() {
  const { t, i18n } = useTranslation();
  const { languages } = useConfig();
  const choose = useChoosing();
  return (
    <Group id="language" title={t("settings.language.title")}>
      <Radios
        label={t("settings.language.title")}
        value={i18n.language}
        onValue={(language) => {
          if (!isLanguage(language)) return;
          void speak(language);
          choose({ language });
        }}
        options={languages.map((language) => ({
          value: language,
          label: (
            <span lang={language} dir="auto">
              {NAMES[language]}
            </span>
          ),
        }))}
      />
      <Zone />
    </Group>
  );
}

function Zone() {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const choose = useChoosing();
  const [here] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <div className={styles.zone}>
      <SelectField
        label={t("settings.language.zone")}
        name="time_zone"
        hint={t("settings.language.zone-hint")}
        value={time_zone}
        onValue={(zone) => choose({ time_zone: zone })}
        options={zonesWith(time_zone).map((zone) => ({ value: zone, label: zoneName(zone) }))}
      />
      {here !== time_zone && (
        <Button size="small" onClick={() => choose({ time_zone: here })}>
          {t("settings.language.zone-here", { zone: zoneName(here) })}
        </Button>
      )}
    </div>
  );
}
