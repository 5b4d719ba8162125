import type { NewAddress } from "@/generated/api";
import { api } from "@/lib/api";

/** Ask to move to another address. */
export async function changeEmail(body: NewAddress): Promise<void> {
  await api.PUT("/api/me/email", { body });
}
