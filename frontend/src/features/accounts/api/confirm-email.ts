import type { Verification } from "@/generated/api";
import { api } from "@/lib/api";

/** Move to the address that the link was sent to, by the account's password. */
export async function confirmEmail(body: Verification): Promise<void> {
  await api.POST("/api/me/email/confirm", { body });
}
