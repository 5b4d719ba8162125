import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/Button";
import { Count, TextArea, TextField } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { PhoneHead } from "@/components/PhoneHead";
import { useSay } from "@/components/Toasts";
import { FormTrouble } from "@/components/Trouble";
import { answer, api } from "@/lib/api";
import { useConfig } from "@/lib/config";
import { useSubmission } from "@/lib/form";
import { keys } from "@/lib/keys";
import { refresh, send } from "../api/messages";
import { address, change, drop, isEmpty, keyOf, read, useDraft } from "../drafts";
import styles from "./Compose.module.css";
import { Recipients } from "./Recipients";

type Props = {
  /** Under which name what is written is kept. */
  draft: string;
  /** To whom, where that is known already. */
  to: string | null;
  back: { to: string; label: string };
};

/** A new message, to one to fifty people. */
export function Compose({ draft: name, to, back }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const say = useSay();
  const { limits } = useConfig();
  const draft = useDraft(name);
  const [tried, setTried] = useState(false);
  useAddressed(name, to);
  const { submit, busy, fault, trouble } = useSubmission({
    send: (key: string) => {
      const { to: people, subject, body } = read(name);
      return send({ to: people.map(({ id }) => id), subject, body }, key);
    },
    done: async () => {
      drop(name);
      void refresh(client);
      say(t("message.said"));
      await navigate("/messages?box=sent", { replace: true });
    },
    words: { "recipient-unavailable": t("message.unavailable", { count: draft.to.length }) },
  });
  const missing = (empty: boolean) => (tried && empty ? t("problem.field.missing") : undefined);
  const faults = {
    to: tried && draft.to.length === 0 ? t("problem.field.recipients") : fault("to"),
    subject: missing(!draft.subject.trim()) ?? fault("subject"),
    body: missing(!draft.body.trim()) ?? fault("body"),
  };
  const sendIt = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (draft.to.length > 0 && draft.subject.trim() && draft.body.trim()) submit(keyOf(name));
  };
  const discard = () => {
    const kept = read(name);
    drop(name);
    if (!isEmpty(kept)) {
      say(t("message.discarded"), { label: t("common.undo"), run: () => change(name, kept) });
    }
    void navigate(back.to, { replace: true });
  };
  return (
    <article className={styles.page}>
      <PhoneHead title={t("message.new")} back={back} />
      <h2 className={styles.title}>{t("message.new")}</h2>
      <form className={styles.form} onSubmit={sendIt} noValidate>
        <Recipients
          chosen={draft.to}
          onChosen={(chosen) => change(name, { to: chosen })}
          error={faults.to}
        />
        <TextField
          label={t("message.subject")}
          name="subject"
          required
          maxLength={limits.subject}
          value={draft.subject}
          onValue={(subject) => change(name, { subject })}
          error={faults.subject}
          aside={<Count of={draft.subject} most={limits.subject} />}
        />
        <div className={styles.body}>
          <TextArea
            label={t("message.body")}
            name="body"
            required
            rows={10}
            maxLength={limits.body}
            value={draft.body}
            onValue={(body) => change(name, { body })}
            error={faults.body}
            aside={<Count of={draft.body} most={limits.body} />}
          />
        </div>
        <FormTrouble words={trouble} />
        <div className={styles.actions}>
          <Button look="quiet" onClick={discard}>
            {t("message.discard")}
          </Button>
          <Button type="submit" look="filled" busy={busy}>
            <Icon of={Send} small directional />
            {t("message.send")}
          </Button>
        </div>
      </form>
    </article>
  );
}

/** Begin with the person whom one came to write to. */
function useAddressed(name: string, to: string | null): void {
  const { data } = useQuery({
    queryKey: keys.user(to ?? ""),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/users/{user_id}", { params: { path: { user_id: to ?? "" } }, signal })),
    enabled: to !== null && to !== "",
  });
  useEffect(() => {
    if (!data || data.id !== to) return;
    const { id, full_name, picture } = data;
    address(name, { id, full_name, picture });
  }, [data, name, to]);
}
