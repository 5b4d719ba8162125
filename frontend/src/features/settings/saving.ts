import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Me, MeChanges } from "@/generated/api";
import { keys } from "@/lib/keys";
import { changeMe } from "./api/change-me";
import { useSayFailure } from "./failure";

type Choice = Omit<MeChanges, "full_name" | "bio" | "location" | "website">;

/** Keeps a choice at once; where that fails it is as before again, and says so. */
export function useChoosing(): (choice: Choice) => void {
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const { mutate } = useMutation({
    mutationFn: changeMe,
    scope: { id: "choices" }, // one after the other, so that the last one stands
    onMutate: async (choice: Choice) => {
      await client.cancelQueries({ queryKey: keys.me });
      const before = client.getQueryData<Me>(keys.me);
      put(client.getQueryData<Me>(keys.me), choice);
      return before && parts(before, choice);
    },
    onError: (error, _, before) => {
      if (before) put(client.getQueryData<Me>(keys.me), before);
      sayFailure(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.me }),
  });
  const put = (me: Me | undefined, choice: Choice) => {
    if (me) client.setQueryData<Me>(keys.me, { ...me, ...choice });
  };
  return mutate;
}

/** Of what was before, the parts that a choice changes. */
function parts(me: Me, choice: Choice): Choice {
  const names = new Set(Object.keys(choice));
  return Object.fromEntries(Object.entries(me).filter(([name]) => names.has(name)));
}
