import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Cards } from "@/components/Cards";
import { Count, TextArea, TextField } from "@/components/Field";
import { useConfig } from "@/lib/config";
import { type About, wrongIn } from "../lib/about";

type Props = {
  value: About;
  onValue: (value: About) => void;
  /** What the server found wrong. */
  fault: (field: string) => string | undefined;
  /** It was to be sent, so what is missing is said. */
  tried: boolean;
  first: RefObject<HTMLInputElement | null>;
};

/** What a conference is called, what it is about, and for whom it is. */
export function ConferenceFields({ value, onValue, fault, tried, first }: Props) {
  const { t } = useTranslation();
  const { limits } = useConfig();
  const wrong = wrongIn(value, limits);
  const own = (code: "missing" | "too-long" | undefined) =>
    code && (tried || code !== "missing") ? t(`problem.field.${code}`) : undefined;
  return (
    <>
      <TextField
        ref={first}
        label={t("conference.form.title")}
        name="title"
        required
        autoComplete="off"
        value={value.title}
        onValue={(title) => onValue({ ...value, title })}
        error={own(wrong.title) ?? fault("title")}
        aside={<Count of={value.title} most={limits.title} />}
      />
      <TextArea
        label={t("conference.form.description")}
        note={t("conference.form.optional")}
        name="description"
        rows={2}
        value={value.description}
        onValue={(description) => onValue({ ...value, description })}
        error={own(wrong.description) ?? fault("description")}
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
