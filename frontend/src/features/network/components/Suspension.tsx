import { ShieldX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import type { MenuAction } from "@/components/Menu";
import { useRestoring } from "@/components/Restoring";
import { Trouble } from "@/components/Trouble";
import type { Profile } from "@/generated/api";
import { useLater } from "@/lib/later";

const load = () => import("@/components/Suspending");

/** What a moderator can do about an account. */
export function useSuspension(person: Profile) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const name = person.full_name;
  const { restore, restoring } = useRestoring(person.id, name);
  const suspend: MenuAction = {
    label: t("moderation.suspend.action"),
    icon: ShieldX,
    danger: true,
    run: () => setAsking(true),
  };
  const { Part: Suspending, error, again } = useLater(load, asking);
  const close = () => setAsking(false);
  const dialogs = Suspending ? (
    <Suspending id={person.id} name={name} open={asking} onClose={close} />
  ) : (
    <Dialog
      open={asking && error !== null}
      onClose={close}
      title={t("moderation.suspend.title", { name })}
      description={t("common.failed.part")}
    >
      <Trouble error={error} onRetry={again} />
    </Dialog>
  );
  return { suspend, restore, restoring, dialogs };
}
