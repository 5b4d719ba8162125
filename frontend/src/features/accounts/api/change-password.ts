import type { PasswordChange } from "@/generated/api";
import { api } from "@/lib/api";

/** Change the password of who is signed in. */
export async function changePassword(body: PasswordChange): Promise<void> {
  await api.PUT("/api/me/password", { body });
}
