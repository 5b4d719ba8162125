import { useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { type FormEvent, useId } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { useStanding } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { useSay } from "@/components/Toasts";
import { FormTrouble } from "@/components/Trouble";
import type { Message } from "@/generated/api";
import { useConfig } from "@/lib/config";
import { missing, tooLong, useSubmission } from "@/lib/form";
import { useMe } from "@/lib/me";
import { firstName } from "@/lib/people";
import { answerTo } from "../answer";
import { refresh, send } from "../api/messages";
import { change, dropSent, keyOf, read, useDraft } from "../drafts";
import styles from "./Reply.module.css";

/** An answer to who has written, below what was written. */
export function Reply({ message }: { message: Message }) {
  const { t } = useTranslation();
  const { sender } = message;
  if (!sender.full_name) return <p className={styles.none}>{t("message.reply.gone")}</p>;
  if (!message.answerable || !sender.id) {
    return <p className={styles.none}>{t("message.reply.closed", { name: sender.full_name })}</p>;
  }
  return (
    <Form
      key={message.id}
      message={message.id}
      subject={answerTo(message.subject)}
      to={sender.id}
      name={sender.full_name}
    />
  );
}

type Props = { message: string; subject: string; to: string; name: string };

function Form({ message, subject, to, name }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const me = useMe();
  const { limits } = useConfig();
  const id = useId();
  const kept = `${me.id}:answer:${message}`;
  const { body } = useDraft(kept);
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["body"],
    send: async (key: string) => {
      const sent = read(kept);
      await send({ to: [to], subject, body: sent.body }, key);
      return sent;
    },
    done: (sent) => {
      dropSent(kept, sent);
      void refresh(client);
      say(t("message.said"));
    },
    check: () => ({ ...missing({ body }), ...tooLong({ body }, limits) }),
    words: { "recipient-unavailable": t("message.unavailable", { count: 1 }) },
  });
  const wrong = useStanding(fault("body"), body);
  const sendIt = (event: FormEvent) => {
    event.preventDefault();
    submit(keyOf(kept));
  };
  const label = t("message.reply.to", { name: firstName(name) });
  return (
    <form className={styles.form} onSubmit={sendIt} noValidate>
      <FormTrouble id={id} words={wrong ?? trouble} />
      <div className={styles.box}>
        <textarea
          className={styles.input}
          aria-label={label}
          placeholder={label}
          rows={1}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={wrong ? id : undefined}
          value={body}
          onChange={(event) => change(kept, { body: event.target.value })}
        />
        <Button type="submit" look="filled" size="small" busy={busy}>
          <Icon of={Send} small directional />
          {t("message.send")}
        </Button>
      </div>
    </form>
  );
}
