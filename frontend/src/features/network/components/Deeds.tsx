import { useQueryClient } from "@tanstack/react-query";
import { Ban, Flag, Mail, UserMinus } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useDecline, useDeclining } from "@/components/Answering";
import { Confirm } from "@/components/Confirm";
import type { MenuAction } from "@/components/Menu";
import { ReportDialog } from "@/components/ReportDialog";
import { useSay, useSayFailure } from "@/components/Toasts";
import type { PersonRow } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { wait } from "@/lib/dates";
import { keys } from "@/lib/keys";
import { writingTo } from "@/lib/places";
import { block, refreshRelations, type Step, unblock, useRelation } from "@/lib/relations";
import styles from "./Deeds.module.css";

type Known = Pick<PersonRow, "id" | "full_name" | "messageable" | "standing">;
type Asked = "disconnect" | "block" | "report";

const HOUR = 3600; // seconds

const Asking = createContext<(what: Asked, person: Known) => void>(() => {});

type Props = {
  /** What follows where somebody has been blocked. */
  onBlocked?: () => void;
  children: ReactNode;
};

/** Around people whom one can do something about: what asks first, once for all of them. */
export function Deeds({ onBlocked, children }: Props) {
  const [asking, setAsking] = useState<{ what: Asked; person: Known } | null>(null);
  const [open, setOpen] = useState(false);
  const ask = useCallback((what: Asked, person: Known) => {
    setAsking({ what, person });
    setOpen(true);
  }, []);
  return (
    <Asking value={ask}>
      {children}
      {asking && (
        <Dialogs
          key={asking.person.id}
          {...asking}
          open={open}
          onClose={() => setOpen(false)}
          onBlocked={onBlocked}
        />
      )}
    </Asking>
  );
}

type DialogsProps = {
  what: Asked;
  person: Known;
  open: boolean;
  onClose: () => void;
  onBlocked: (() => void) | undefined;
};

function Dialogs({ what, person, open, onClose, onBlocked }: DialogsProps) {
  const { t } = useTranslation();
  const relation = useRelation(person.id);
  const blocked = useBlocked(person, onBlocked);
  const name = person.full_name;
  return (
    <>
      <Confirm
        open={open && what === "disconnect"}
        onClose={onClose}
        title={t("network.parting.title", { name })}
        action={t("network.disconnect")}
        run={() => relation.take("part")}
      >
        {t("network.parting.text")}
      </Confirm>
      <Confirm
        open={open && what === "block"}
        onClose={onClose}
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
        open={open && what === "report"}
        onClose={onClose}
        about={{ user_id: person.id }}
        name={name}
      />
    </>
  );
}

/** Tries something, and says why where it fails. */
function useTrying() {
  const { t, i18n } = useTranslation();
  const say = useSay();
  const sayFailure = useSayFailure();
  return async (deed: () => Promise<unknown>, done?: () => void) => {
    try {
      await deed();
      done?.();
    } catch (error) {
      const limited = error instanceof Refusal && error.code === "too-many-requests";
      const seconds = limited ? (error.retryAfter ?? 0) : 0;
      // Only who was declined waits for so long.
      if (seconds > HOUR) say(t("network.declined", { wait: wait(seconds, i18n.language) }));
      else sayFailure(error);
    }
  };
}

/** What follows where somebody has been blocked, with a way to take it back. */
function useBlocked(person: Known, onBlocked: (() => void) | undefined): () => void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const tryTo = useTrying();
  const undo = async () => {
    await unblock(person.id);
    await refreshRelations(client);
  };
  return () => {
    void refreshRelations(client);
    client.removeQueries({ queryKey: keys.user(person.id) });
    say(t("network.said.blocked", { name: person.full_name }), {
      label: t("network.block.undo"),
      run: () => void tryTo(undo),
    });
    onBlocked?.();
  };
}

/** What one can do about somebody; what asks first does so within `Deeds`. */
export function useDeeds(person: Known) {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const ask = useContext(Asking);
  const tryTo = useTrying();
  const relation = useRelation(person.id);
  const decline = useDecline(person);
  const declining = useDeclining()(person.id);
  const step = (which: Step, done?: () => void) => {
    void tryTo(() => relation.take(which), done);
  };
  const cancel = () => {
    step("part", () =>
      say(t("network.said.cancelled"), { label: t("common.undo"), run: () => step("ask") }),
    );
  };
  const write: MenuAction = {
    label: t("network.message"),
    icon: Mail,
    run: () => void navigate(writingTo(person.id)),
  };
  const disconnect: MenuAction = {
    label: t("network.disconnect"),
    icon: UserMinus,
    run: () => ask("disconnect", person),
  };
  const others: MenuAction[] = [
    {
      label: t("network.block.action"),
      icon: Ban,
      danger: true,
      run: () => ask("block", person),
    },
    { label: t("moderation.report.action"), icon: Flag, run: () => ask("report", person) },
  ];
  return { busy: relation.busy, step, cancel, decline, declining, write, disconnect, others };
}
