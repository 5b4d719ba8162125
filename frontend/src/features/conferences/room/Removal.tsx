import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "@/components/Confirm";
import type { Conference } from "@/generated/api";
import { keys } from "@/lib/keys";
import { removeMember } from "../api/commands";
import type { Participant } from "./socket";

type Props = { conference: Conference; person: Participant | null; onClose: () => void };

/** Asks before one of them is shown out. */
export function Removal({ conference, person, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asked, setAsked] = useState(person);
  if (person && person !== asked) setAsked(person); // its words stay while it closes
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
