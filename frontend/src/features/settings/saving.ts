import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Me, MeChanges } from "@/generated/api";
import { isLanguage, speak } from "@/lib/i18n";
import { keys } from "@/lib/keys";
import { changeMe } from "./api/change-me";
import { useSayUnsaved } from "./failure";

/** Under which those that are under way are counted. */
const CHOICES = ["choices"];

type Choice = Omit<MeChanges, "full_name" | "bio" | "location" | "website">;

/** Keeps a choice at once; where that fails it is as before again, and says so. */
export function useChoosing(): (choice: Choice) => void {
  const client = useQueryClient();
  const sayUnsaved = useSayUnsaved();
  // Until the last is answered, what the server says of one is not yet what was chosen of the others.
  const isLast = () => client.isMutating({ mutationKey: CHOICES }) === 1;
  const { mutate } = useMutation({
    mutationKey: CHOICES,
    mutationFn: changeMe,
    scope: { id: "choices" }, // one after the other, so that the last one stands
    onMutate: async (choice: Choice) => {
      await client.cancelQueries({ queryKey: keys.me });
      const before = client.getQueryData<Me>(keys.me);
      show(choice);
      return before && parts(before, choice);
    },
    onSuccess: (saved) => {
      if (isLast()) show(saved);
    },
    onError: (error, _, before) => {
      if (before) show(before);
      if (isLanguage(before?.language)) void speak(before.language);
      sayUnsaved(error);
      if (isLast()) void client.invalidateQueries({ queryKey: keys.me });
    },
  });
  const show = (choice: Choice) => {
    client.setQueryData<Me>(keys.me, (me) => me && { ...me, ...choice });
  };
  return mutate;
}

/** Of what was before, the parts that a choice changes. */
function parts(me: Me, choice: Choice): Choice {
  const names = new Set(Object.keys(choice));
  return Object.fromEntries(Object.entries(me).filter(([name]) => names.has(name)));
}
