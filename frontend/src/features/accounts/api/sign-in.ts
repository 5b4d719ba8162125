import type { SignIn } from "@/generated/api";
import { answer, api } from "@/lib/api";

export function signIn(body: SignIn) {
  return answer(api.POST("/api/sessions", { body }));
}
