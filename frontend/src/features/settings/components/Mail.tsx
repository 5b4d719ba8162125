import { useTranslation } from "react-i18next";
import { Switch } from "@/components/Choice";
import { useMe } from "@/lib/me";
import { useChoosing } from "../saving";
import { Group } from "./Group";

const KINDS = [
  ["mail_requests", "requests"],
  ["mail_approvals", "approvals"],
  ["mail_messages", "messages"],
  ["mail_live", "live"],
  ["mail_finished", "finished"],
] as const;

/** What is mailed, and who may write: each is kept as soon as it is switched. */
export function Mail() {
  const { t } = useTranslation();
  const me = useMe();
  const choose = useChoosing();
  return (
    <Group id="mail" title={t("settings.mail.title")}>
      {KINDS.map(([field, kind]) => (
        <Switch
          key={field}
          checked={me[field]}
          onChecked={(on) => choose({ [field]: on })}
          label={t(`settings.mail.${kind}`)}
          hint={t(`settings.mail.${kind}-hint`)}
        />
      ))}
      <Switch
        checked={me.messages_from_strangers}
        onChecked={(on) => choose({ messages_from_strangers: on })}
        label={t("settings.mail.strangers")}
        hint={t("settings.mail.strangers-hint")}
      />
    </Group>
  );
}
