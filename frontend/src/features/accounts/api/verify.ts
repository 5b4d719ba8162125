import type { Verification } from "@/generated/api";
import { api } from "@/lib/api";

/** Confirm an address by its link and the password that one signed up with. */
export async function verify(body: Verification): Promise<void> {
  await api.POST("/api/accounts/verify", { body });
}
