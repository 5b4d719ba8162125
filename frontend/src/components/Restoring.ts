import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { refreshRelations } from "@/lib/relations";
import { restore } from "@/lib/suspension";
import { wordsFor } from "@/lib/words";
import { useSay } from "./Toasts";

/** Let a suspended account in again, once, and say what has become of it. */
export function useRestoring(userId: string, name: string) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  // A second click comes before the first is shown.
  const sending = useRef(false);
  const { mutate, isPending } = useMutation({
    mutationFn: () => restore(client, userId),
    onSuccess: () => say(t("moderation.restored", { name })),
    onError: (error) => say(wordsFor(error, t, i18n.language)),
    onSettled: async () => {
      await refreshRelations(client);
      sending.current = false;
    },
  });
  return {
    restoring: isPending,
    restore: () => {
      if (sending.current) return;
      sending.current = true;
      mutate();
    },
  };
}
