import { useTranslation } from "react-i18next";
import { Cards } from "@/components/Cards";
import { Count, TextArea, TextField } from "@/components/Field";
import { useConfig } from "@/lib/config";
import type { Fault } from "@/lib/form";
import type { About } from "../lib/about";

type Props = {
  value: About;
  onValue: (value: About) => void;
  fault: (field: "title" | "description") => Fault | undefined;
};

/** What a conference is called, what it is about, and for whom it is. */
export function ConferenceFields({ value, onValue, fault }: Props) {
  const { t } = useTranslation();
  const { limits } = useConfig();
  return (
    <>
      <TextField
        label={t("conference.form.title")}
        name="title"
        required
        autoComplete="off"
        value={value.title}
        onValue={(title) => onValue({ ...value, title })}
        error={fault("title")}
        aside={<Count of={value.title} most={limits.title} />}
      />
      <TextArea
        label={t("conference.form.description")}
        note={t("conference.form.optional")}
        name="description"
        rows={2}
        value={value.description}
        onValue={(description) => onValue({ ...value, description })}
        error={fault("description")}
      />
      <Cards
        label={t("conference.form.who")}
        value={value.visibility}
        onValue={(visibility) => onValue({ ...value, visibility })}
        options={[
          {
            value: "private",
            label: t("common.kind.private"),
            hint: t("conference.form.private"),
          },
          { value: "public", label: t("common.kind.public"), hint: t("conference.form.public") },
        ]}
      />
    </>
  );
}
