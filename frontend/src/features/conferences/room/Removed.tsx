import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { useCommand } from "@/components/Command";
import { Face } from "@/components/Face";
import { useSay } from "@/components/Toasts";
import type { Conference, Person } from "@/generated/api";
import { keys } from "@/lib/keys";
import { firstName } from "@/lib/people";
import { readmit } from "../api/commands";
import { removedQuery } from "../api/conference";
import styles from "./Participants.module.css";

/** Whom the speaker has shown out, and may let in again. */
export function Removed({ conference }: { conference: Conference }) {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const { data } = useQuery(removedQuery(conference));
  const { run, busy } = useCommand(
    (person: Person) => readmit(conference.id, person.id ?? ""),
    async (_, person) => {
      say(t("room.readmit.done", { name: firstName(person.full_name) }));
      await client.invalidateQueries({ queryKey: keys.members(conference.id) });
    },
  );
  if (!data || data.items.length === 0) return null;
  return (
    <>
      <h3 className={styles.removed}>{t("room.readmit.title")}</h3>
      <ul>
        {data.items.map(({ person }) => (
          <li key={person.id} className={styles.person}>
            <Face person={person} size={32} />
            <bdi className={styles.name}>{person.full_name}</bdi>
            <Button
              size="small"
              aria-label={t("room.readmit.who", { name: firstName(person.full_name) })}
              busy={busy}
              onClick={() => run(person)}
            >
              {t("room.readmit.button")}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
