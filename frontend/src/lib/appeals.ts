import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";

/** The newest of what moderators decided about oneself; whoever is suspended may ask, too. */
export const sanctionsQuery = queryOptions({
  queryKey: keys.sanctions,
  queryFn: ({ signal }) => answer(api.GET("/api/me/sanctions", { signal })),
});

export async function appeal(id: string, text: string): Promise<void> {
  await api.POST("/api/me/appeals", { body: { sanction_id: id, text } });
}
