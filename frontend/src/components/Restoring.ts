import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { refreshRelations } from "@/lib/relations";
import { restore } from "@/lib/suspension";
import { useCommand } from "./Command";
import { useSay } from "./Toasts";

/** Let a suspended account in again, once, and say what has become of it. */
export function useRestoring(userId: string, name: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const { run, busy } = useCommand(
    async () => {
      try {
        await restore(client, userId);
      } finally {
        await refreshRelations(client);
      }
    },
    () => say(t("moderation.restored", { name })),
  );
  return { restoring: busy, restore: () => run() };
}
