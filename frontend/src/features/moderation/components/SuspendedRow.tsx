import { ShieldX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { PersonRow } from "@/components/PersonRow";
import { useRestoring } from "@/components/Restoring";
import Suspending from "@/components/Suspending";
import type { SuspendedPerson } from "@/generated/api";
import { useWhen } from "@/lib/when";
import { Lasting } from "./Case";

/** Somebody who is suspended, since when, and a way to let that one in again. */
export function SuspendedRow({ item }: { item: SuspendedPerson }) {
  const { t } = useTranslation();
  const when = useWhen();
  const name = item.person.full_name ?? t("moderation.somebody");
  const [changing, setChanging] = useState(false);
  const { restore, restoring } = useRestoring(item.id, name);
  return (
    <PersonRow
      person={item.person}
      relation={{
        icon: ShieldX,
        words: (
          <time dateTime={item.suspended_at}>
            {t("moderation.suspended.since", { when: when(item.suspended_at) })}
            <Lasting until={item.suspended_until} />
          </time>
        ),
      }}
      actions={
        <>
          <Button
            size="small"
            look="quiet"
            aria-label={t("deciding.change-this", { name })}
            aria-haspopup="dialog"
            onClick={() => setChanging(true)}
          >
            {t("deciding.change")}
          </Button>
          <Button
            size="small"
            busy={restoring}
            aria-label={t("moderation.restore-this", { name })}
            onClick={restore}
          >
            {t("moderation.restore")}
          </Button>
          <Suspending
            id={item.id}
            name={name}
            open={changing}
            onClose={() => setChanging(false)}
            anew
          />
        </>
      }
    />
  );
}
