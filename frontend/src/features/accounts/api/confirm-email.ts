import type { TokenOnly } from "@/generated/api";
import { api } from "@/lib/api";

/** Move to the address that the link was sent to. */
export async function confirmEmail(body: TokenOnly): Promise<void> {
  await api.POST("/api/me/email/confirm", { body });
}
