import { api, Refusal } from "@/lib/api";

/** Remove a broadcast from one's own timeline, even if the page is left meanwhile; gone already is as well. */
export async function removeFromTimeline(id: string): Promise<void> {
  try {
    await api.DELETE("/api/timeline/{conference_id}", {
      params: { path: { conference_id: id } },
      keepalive: true,
    });
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 404)) throw error;
  }
}
