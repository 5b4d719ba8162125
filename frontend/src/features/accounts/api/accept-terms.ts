import type { Consent } from "@/generated/api";
import { api } from "@/lib/api";

/** Accept the terms of today. */
export async function acceptTerms(body: Consent): Promise<void> {
  await api.POST("/api/me/consent", { body });
}
