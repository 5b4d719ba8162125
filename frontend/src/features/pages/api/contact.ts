import type { Enquiry } from "@/generated/api";
import { api } from "@/lib/api";

/** Write to the operator of this server. */
export async function contact(body: Enquiry): Promise<void> {
  await api.POST("/api/contact", { body });
}
