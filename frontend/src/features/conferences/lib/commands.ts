import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import type { Conference } from "@/generated/api";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";

/** What is known of a conference after its speaker changed it; what was asked before it comes too late. */
export function useChanged(): (changed: Conference) => void {
  const client = useQueryClient();
  const me = useMe();
  return (changed) => {
    const { id } = changed;
    void client.cancelQueries({ queryKey: keys.conference(id), exact: true });
    client.setQueryData(keys.conference(id), changed);
    void client.invalidateQueries({ queryKey: keys.members(id) });
    refreshConferences(client, me.id);
  };
}

/** Wherever conferences of a speaker are listed, they are looked up anew. */
export function refreshConferences(client: QueryClient, speaker: string): void {
  void client.invalidateQueries({ queryKey: keys.conferencesOf(speaker) });
  void client.invalidateQueries({ queryKey: keys.timelines });
}
