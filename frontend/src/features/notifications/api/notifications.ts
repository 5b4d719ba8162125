import type { QueryClient } from "@tanstack/react-query";
import type { Notification } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { count } from "@/lib/counters";
import { keys } from "@/lib/keys";
import { editItems, growing, keepLists } from "@/lib/lists";

/** What one was told, newest first. */
export const notificationsQuery = growing<Notification>(keys.notifications, (cursor, signal) =>
  answer(
    api.GET("/api/notifications", {
      params: { query: cursor === undefined ? {} : { cursor } },
      signal,
    }),
  ),
);

/** Mark one as read or unread; it shows at once. */
export async function mark(client: QueryClient, id: string, read: boolean): Promise<void> {
  const show = (as: boolean) => {
    count(client, "notifications", as ? -1 : 1);
    editItems<Notification>(client, keys.notifications, (item) =>
      item.id === id ? { ...item, read: as } : item,
    );
  };
  await client.cancelQueries({ queryKey: keys.notifications });
  show(read);
  try {
    await api.PATCH("/api/notifications/{notification_id}", {
      params: { path: { notification_id: id } },
      body: { read },
      keepalive: true,
    });
  } catch (error) {
    show(!read);
    throw error;
  } finally {
    await client.invalidateQueries({ queryKey: keys.counters });
  }
}

/** Mark all as read; it shows at once, and is taken back where the server says no. */
export async function markAll(client: QueryClient): Promise<void> {
  await client.cancelQueries({ queryKey: keys.notifications });
  const takeBack = keepLists(client, keys.notifications);
  editItems<Notification>(client, keys.notifications, (item) => ({ ...item, read: true }));
  try {
    await api.POST("/api/notifications/read-all");
  } catch (error) {
    takeBack();
    throw error;
  } finally {
    await refresh(client);
  }
}

export async function remove(client: QueryClient, id: string): Promise<void> {
  await api.DELETE("/api/notifications/{notification_id}", {
    params: { path: { notification_id: id } },
    keepalive: true,
  });
  editItems<Notification>(client, keys.notifications, (item) => (item.id === id ? null : item));
  await refresh(client);
}

export async function removeAll(client: QueryClient): Promise<void> {
  await api.DELETE("/api/notifications");
  editItems<Notification>(client, keys.notifications, () => null);
  await refresh(client);
}

async function refresh(client: QueryClient): Promise<void> {
  const touched = [keys.notifications, keys.counters];
  await Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })));
}
