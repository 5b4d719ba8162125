import { useQueryClient } from "@tanstack/react-query";
import { CircleStop, Lock, LockOpen, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useCommand } from "@/components/Command";
import { Confirm } from "@/components/Confirm";
import { Menu } from "@/components/Menu";
import { useSay } from "@/components/Toasts";
import type { Conference } from "@/generated/api";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
import { useStillThere } from "@/lib/still-there";
import { edit, remove } from "../api/commands";
import { refreshConferences, useChanged } from "../lib/commands";
import { lastWords } from "../room/last-words";
import { EditDialog } from "./EditDialog";
import { FinishDialog } from "./Finish";
import { LockDialog } from "./LockDialog";

type Props = {
  conference: Conference;
  /** Finishing it is among the actions, where there is no room for a button. */
  finishing?: boolean;
};

/** What a speaker can do with a conference, besides starting and finishing it. */
export function SpeakerMenu({ conference, finishing = false }: Props) {
  const { t } = useTranslation();
  const say = useSay();
  const changed = useChanged();
  const [asking, setAsking] = useState<"edit" | "lock" | "finish" | "delete" | null>(null);
  const close = () => setAsking(null);
  const { run: unlock } = useCommand(
    () => edit(conference.id, { password: null }),
    (edited) => {
      changed(edited);
      say(t("conference.lock.undone"));
    },
  );
  const lock = conference.locked
    ? { label: t("conference.menu.unlock"), icon: LockOpen, run: unlock }
    : { label: t("conference.menu.lock"), icon: Lock, run: () => setAsking("lock") };
  const finish = {
    label: t("conference.finish.button"),
    icon: CircleStop,
    danger: true,
    run: () => setAsking("finish"),
  };
  return (
    <>
      <Menu
        label={t("conference.menu.label")}
        actions={[
          { label: t("conference.menu.edit"), icon: Pencil, run: () => setAsking("edit") },
          ...(conference.state === "finished" ? [] : [lock]),
          ...(finishing ? [finish] : []),
          {
            label: t("conference.menu.delete"),
            icon: Trash2,
            danger: true,
            run: () => setAsking("delete"),
          },
        ]}
      />
      <EditDialog conference={conference} open={asking === "edit"} onClose={close} />
      <LockDialog conference={conference} open={asking === "lock"} onClose={close} />
      <FinishDialog conference={conference} open={asking === "finish"} onClose={close} />
      <DeleteDialog conference={conference} open={asking === "delete"} onClose={close} />
    </>
  );
}

type DeleteProps = { conference: Conference; open: boolean; onClose: () => void };

function DeleteDialog({ conference, open, onClose }: DeleteProps) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useSay();
  const isStillThere = useStillThere();
  return (
    <Confirm
      open={open}
      onClose={onClose}
      title={t("conference.delete.title")}
      action={t("conference.delete.button")}
      run={async () => {
        await remove(conference.id);
        await lastWords();
      }}
      done={async () => {
        if (isStillThere()) await navigate("/home", { replace: true });
        client.removeQueries({ queryKey: keys.conference(conference.id) });
        refreshConferences(client, me.id);
        say(t("conference.delete.done"));
      }}
    >
      {t(conference.state === "live" ? "conference.delete.live" : "conference.delete.text")}
    </Confirm>
  );
}
