import { useQueryClient } from "@tanstack/react-query";
import { Ban, Flag, Mail, UserMinus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Confirm } from "@/components/Confirm";
import type { MenuAction } from "@/components/Menu";
import { ReportDialog } from "@/components/ReportDialog";
import { useSay } from "@/components/Toasts";
import { useUndoing } from "@/components/Undoing";
import type { PersonRow } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { wait } from "@/lib/dates";
import { keys } from "@/lib/keys";
import { writingTo } from "@/lib/places";
import { block, refreshRelations, type Step, unblock, useRelation } from "@/lib/relations";
import { wordsFor } from "@/lib/words";
import styles from "./Deeds.module.css";

type Known = Pick<PersonRow, "id" | "full_name" | "messageable" | "standing">;
const HOUR = 3600; // seconds

type Asking = "disconnect" | "block" | "report" | null;

/** What one can do about somebody, with the dialogs that it takes. */
export function useDeeds(person: Known, onBlocked?: () => void) {
  const { t, i18n } = useTranslation();
  const say = useSay();
  const undoing = useUndoing();
  const navigate = useNavigate();
  const client = useQueryClient();
  const relation = useRelation(person.id);
  const [asking, setAsking] = useState<Asking>(null);
  const name = person.full_name;
  const fail = (error: unknown) => {
    // Only who was declined waits for days.
    const days = error instanceof Refusal && error.status === 429 ? (error.retryAfter ?? 0) : 0;
    say(
      days > HOUR
        ? t("network.declined", { wait: wait(days, i18n.language) })
        : wordsFor(error, t, i18n.language),
    );
  };
  const tryTo = async (deed: () => Promise<unknown>, done?: () => void) => {
    try {
      await deed();
      done?.();
    } catch (error) {
      fail(error);
    }
  };
  const step = (which: Step, done?: () => void) => {
    void tryTo(() => relation.take(which), done);
  };
  const decline = () => {
    undoing({
      id: `decline:${person.id}`,
      words: t("network.said.declined", { name }),
      send: () => relation.take("decline"),
    });
  };
  const cancel = () => {
    step("part", () =>
      say(t("network.said.cancelled"), { label: t("common.undo"), run: () => step("ask") }),
    );
  };
  const blocked = () => {
    void refreshRelations(client);
    client.removeQueries({ queryKey: keys.user(person.id) });
    say(t("network.said.blocked", { name }), {
      label: t("network.block.undo"),
      run: () =>
        void tryTo(async () => {
          await unblock(person.id);
          await refreshRelations(client);
        }),
    });
    onBlocked?.();
  };
  const write: MenuAction = {
    label: t("network.message"),
    icon: Mail,
    run: () => void navigate(writingTo(person.id)),
  };
  const disconnect: MenuAction = {
    label: t("network.disconnect"),
    icon: UserMinus,
    run: () => setAsking("disconnect"),
  };
  const others: MenuAction[] = [
    { label: t("network.block.action"), icon: Ban, danger: true, run: () => setAsking("block") },
    { label: t("moderation.report.action"), icon: Flag, run: () => setAsking("report") },
  ];
  const close = () => setAsking(null);
  const dialogs: ReactNode = (
    <>
      <Confirm
        open={asking === "disconnect"}
        onClose={close}
        title={t("network.parting.title", { name })}
        action={t("network.disconnect")}
        run={() => relation.take("part")}
      >
        {t("network.parting.text")}
      </Confirm>
      <Confirm
        open={asking === "block"}
        onClose={close}
        title={t("network.block.title", { name })}
        action={t("network.block.action")}
        run={() => block(person.id)}
        done={blocked}
      >
        <ul className={styles.what}>
          <li>{t("network.block.see")}</li>
          <li>{t("network.block.lose")}</li>
          <li>{t("network.block.keep")}</li>
        </ul>
      </Confirm>
      <ReportDialog
        open={asking === "report"}
        onClose={close}
        about={{ user_id: person.id }}
        name={name}
      />
    </>
  );
  return { busy: relation.busy, step, cancel, decline, write, disconnect, others, dialogs };
}
