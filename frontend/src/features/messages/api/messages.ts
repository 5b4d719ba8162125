import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Box, Message, MessageRow, NewMessage } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { count } from "@/lib/counters";
import { keys } from "@/lib/keys";
import { editItems, growing } from "@/lib/lists";

/** One's copies of what one received, or sent, newest first. */
export function boxQuery(box: Box) {
  return growing<MessageRow>(keys.box(box), (cursor, signal) => {
    const query = cursor === undefined ? { box } : { box, cursor };
    return answer(api.GET("/api/messages", { params: { query }, signal }));
  });
}

export function messageQuery(id: string) {
  return queryOptions({
    queryKey: keys.message(id),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/messages/{message_id}", { params: { path: { message_id: id } }, signal }),
      ),
  });
}

export function send(message: NewMessage, key: string) {
  const header = { "Idempotency-Key": key };
  return answer(api.POST("/api/messages", { body: message, params: { header } }));
}

/** Mark as read or unread; it shows at once. */
export async function mark(client: QueryClient, id: string, read: boolean): Promise<void> {
  const show = (as: boolean) => {
    count(client, "messages", as ? -1 : 1);
    editItems<MessageRow>(client, keys.messages, (row) =>
      row.id === id ? { ...row, read: as } : row,
    );
    client.setQueryData<Message>(keys.message(id), (known) => known && { ...known, read: as });
  };
  // What has yet to come for the first time is not stopped: it may be marked already when it comes.
  await client.cancelQueries({
    queryKey: keys.messages,
    predicate: ({ state }) => state.data !== undefined,
  });
  show(read);
  try {
    await api.PATCH("/api/messages/{message_id}", {
      params: { path: { message_id: id } },
      body: { read },
    });
  } catch (error) {
    show(!read);
    throw error;
  } finally {
    void recount(client);
  }
}

export async function remove(client: QueryClient, id: string): Promise<void> {
  await api.DELETE("/api/messages/{message_id}", {
    params: { path: { message_id: id } },
    keepalive: true,
  });
  editItems<MessageRow>(client, keys.messages, (row) => (row.id === id ? null : row));
  client.removeQueries({ queryKey: keys.message(id) });
  await refresh(client);
}

/** What depends on messages is looked up anew. */
export async function refresh(client: QueryClient): Promise<void> {
  await Promise.all([client.invalidateQueries({ queryKey: keys.messages }), recount(client)]);
}

/** What is unread elsewhere is looked up anew: the notification of a message follows it. */
async function recount(client: QueryClient): Promise<void> {
  const touched = [keys.counters, keys.notifications];
  await Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })));
}
