import type { EmailOnly, NewAddress } from "@/generated/api";
import { api } from "@/lib/api";

/** Ask to move to another address. */
export async function changeEmail(body: NewAddress): Promise<void> {
  await api.PUT("/api/me/email", { body });
}

/** Have a link to a new password sent. */
export async function requestReset(body: EmailOnly): Promise<void> {
  await api.POST("/api/password-resets", { body });
}
