import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "@/components/Confirm";
import { ReportDialog } from "@/components/ReportDialog";
import type { Conference } from "@/generated/api";
import { keys } from "@/lib/keys";
import { removeMember } from "../api/commands";
import type { Participant } from "./socket";

type Props = { conference: Conference; person: Participant | null; onClose: () => void };

/** Asks before one of them is shown out. */
export function Removal({ conference, person, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const asked = useLast(person);
  const name = asked?.name ?? "";
  return (
    <Confirm
      open={person !== null}
      onClose={onClose}
      title={t("room.remove.title", { name })}
      action={t("room.person.remove")}
      run={() => removeMember(conference.id, asked?.account ?? "")}
      done={() => client.invalidateQueries({ queryKey: keys.members(conference.id) })}
    >
      {t("room.remove.text", { name })}
    </Confirm>
  );
}

/** A complaint about one of them, which says that it was here. */
export function Reported({ conference, person, onClose }: Props) {
  const asked = useLast(person);
  return (
    <ReportDialog
      key={asked?.account}
      open={person !== null}
      onClose={onClose}
      about={{ user_id: asked?.account ?? "", met_in: conference.id }}
      name={asked?.name ?? ""}
    />
  );
}

/** Who it was last: the words stay while a dialog closes. */
function useLast(person: Participant | null): Participant | null {
  const [last, setLast] = useState(person);
  if (person && person !== last) setLast(person);
  return last;
}
