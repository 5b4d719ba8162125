import { useQueryClient } from "@tanstack/react-query";
import type { Conference } from "@/generated/api";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";

/** What is known of a conference after its speaker changed it. */
export function useChanged(): (changed: Conference) => void {
  const client = useQueryClient();
  const me = useMe();
  return (changed) => {
    client.setQueryData(keys.conference(changed.id), changed);
    void client.invalidateQueries({ queryKey: keys.members(changed.id) });
    void client.invalidateQueries({ queryKey: keys.conferencesOf(me.id) });
    void client.invalidateQueries({ queryKey: keys.timelines });
  };
}
