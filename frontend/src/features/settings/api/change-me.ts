import type { Me, MeChanges } from "@/generated/api";
import { answer, api } from "@/lib/api";

/** Change what is given of the own account; what is left out stays. */
export function changeMe(body: MeChanges): Promise<Me> {
  return answer(api.PATCH("/api/me", { body }));
}
