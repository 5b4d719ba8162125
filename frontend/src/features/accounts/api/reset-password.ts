import type { NewPassword } from "@/generated/api";
import { api } from "@/lib/api";

/** Set a new password by the link of the mail. */
export async function resetPassword(body: NewPassword): Promise<void> {
  await api.POST("/api/password-resets/confirm", { body });
}
