import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Radios } from "@/components/Choice";
import { chooseTheme, chosenTheme, THEMES } from "@/lib/theme";
import { Group } from "./Group";

export function Appearance() {
  const { t } = useTranslation();
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <Group id="appearance" title={t("settings.appearance.title")}>
      <Radios
        label={t("settings.appearance.title")}
        value={theme}
        onValue={(chosen) => {
          chooseTheme(chosen);
          setTheme(chosen);
        }}
        options={THEMES.map((value) => ({ value, label: t(`settings.appearance.${value}`) }))}
      />
    </Group>
  );
}
