import type { EmailOnly } from "@/generated/api";
import { api } from "@/lib/api";

/** Have a link to a new password sent. */
export async function requestReset(body: EmailOnly): Promise<void> {
  await api.POST("/api/password-resets", { body });
}
