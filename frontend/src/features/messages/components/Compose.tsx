import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { type FormEvent, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/Button";
import { Count, TextArea, TextField } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { PhoneHead } from "@/components/PhoneHead";
import { useSay } from "@/components/Toasts";
import { FormTrouble } from "@/components/Trouble";
import { useConfig } from "@/lib/config";
import { missing, tooLong, useSubmission } from "@/lib/form";
import { isId, messagesAt } from "@/lib/places";
import { profileQuery } from "@/lib/profile";
import { useStillThere } from "@/lib/still-there";
import { refresh, send } from "../api/messages";
import { address, change, drop, dropSent, isEmpty, keyOf, read, useDraft } from "../drafts";
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
  const isStillThere = useStillThere();
  useAddressed(name, to);
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["to", "subject", "body"],
    send: async (key: string) => {
      const sent = read(name);
      const { to: people, subject, body } = sent;
      await send({ to: people.map(({ id }) => id), subject, body }, key);
      return sent;
    },
    done: async (sent) => {
      const goesOn = dropSent(name, sent);
      void refresh(client);
      say(t("message.said"));
      if (!goesOn && isStillThere()) await navigate(messagesAt("sent"), { replace: true });
    },
    check: () => ({
      ...(draft.to.length === 0 && { to: "recipients" }),
      ...missing({ subject: draft.subject, body: draft.body }),
      ...tooLong({ subject: draft.subject, body: draft.body }, limits),
    }),
    words: { "recipient-unavailable": t("message.unavailable", { count: draft.to.length }) },
  });
  const sendIt = (event: FormEvent) => {
    event.preventDefault();
    submit(keyOf(name));
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
          error={fault("to")}
        />
        <TextField
          label={t("message.subject")}
          name="subject"
          required
          value={draft.subject}
          onValue={(subject) => change(name, { subject })}
          error={fault("subject")}
          aside={<Count of={draft.subject} most={limits.subject} />}
        />
        <div className={styles.body}>
          <TextArea
            label={t("message.body")}
            name="body"
            required
            rows={10}
            value={draft.body}
            onValue={(body) => change(name, { body })}
            error={fault("body")}
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
  const { data } = useQuery({ ...profileQuery(to ?? ""), enabled: isId(to) });
  useEffect(() => {
    if (!data || data.id !== to) return;
    const { id, full_name, picture } = data;
    address(name, { id, full_name, picture });
  }, [data, name, to]);
}
