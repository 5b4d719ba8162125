import { useQueryClient } from "@tanstack/react-query";
import { ShieldX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "@/components/Confirm";
import type { MenuAction } from "@/components/Menu";
import { useRestoring } from "@/components/Restoring";
import { useSay } from "@/components/Toasts";
import type { Profile } from "@/generated/api";
import { api } from "@/lib/api";
import { refreshRelations } from "@/lib/relations";

/** What a moderator can do about an account. */
export function useSuspension(person: Profile) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const name = person.full_name;
  const { restore, restoring } = useRestoring(person.id, name);
  const suspend: MenuAction = {
    label: t("moderation.suspend.action"),
    icon: ShieldX,
    danger: true,
    run: () => setAsking(true),
  };
  const dialogs = (
    <Confirm
      open={asking}
      onClose={() => setAsking(false)}
      title={t("moderation.suspend.title", { name })}
      action={t("moderation.suspend.action")}
      run={() =>
        api.POST("/api/moderation/users/{user_id}/suspend", {
          params: { path: { user_id: person.id } },
        })
      }
      done={() => {
        void refreshRelations(client);
        say(t("moderation.said.suspend", { name }));
      }}
    >
      {t("moderation.suspend.text")}
    </Confirm>
  );
  return { suspend, restore, restoring, dialogs };
}
