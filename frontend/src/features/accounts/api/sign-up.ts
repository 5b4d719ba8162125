import type { SignUp } from "@/generated/api";
import { api } from "@/lib/api";

/** Ask for an account; the answer is the same whoever has the address. */
export async function signUp(body: SignUp): Promise<void> {
  await api.POST("/api/accounts", { body });
}
