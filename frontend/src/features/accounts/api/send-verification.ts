import type { EmailOnly } from "@/generated/api";
import { api } from "@/lib/api";

/** Have the verifying mail sent again. */
export async function sendVerification(body: EmailOnly): Promise<void> {
  await api.POST("/api/accounts/verification", { body });
}
