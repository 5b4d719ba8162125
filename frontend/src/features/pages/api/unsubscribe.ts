import { api } from "@/lib/api";

/** Want no more mails of the kind that a mail's link is about. */
export async function unsubscribe(token: string): Promise<void> {
  await api.POST("/api/unsubscribe/{token}", { params: { path: { token } } });
}
