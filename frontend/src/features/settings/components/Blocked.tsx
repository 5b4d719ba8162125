import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Face } from "@/components/Face";
import { Rows } from "@/components/Skeleton";
import { useSay } from "@/components/Toasts";
import type { BlockedPerson } from "@/generated/api";
import { keys } from "@/lib/keys";
import { editItems, keepLists, useGrowing } from "@/lib/lists";
import { block, unblock } from "@/lib/relations";
import { blocksQuery } from "../api/blocks";
import { useSayUnsaved } from "../failure";
import { Group } from "./Group";
import styles from "./List.module.css";
import { ShortList } from "./ShortList";

export function Blocked() {
  const { t } = useTranslation();
  return (
    <Group id="blocked" title={t("settings.blocked.title")}>
      <List />
    </Group>
  );
}

function List() {
  const { t } = useTranslation();
  const list = useGrowing(blocksQuery);
  const lift = useUnblocking();
  return (
    <ShortList
      list={list}
      row={styles.person}
      renderRow={(person) => (
        <>
          <Face person={person} size={48} />
          <bdi className={styles.name}>{person.full_name}</bdi>
          <Button
            size="small"
            onClick={() => lift(person)}
            aria-label={t("settings.blocked.unblock-this", { name: person.full_name })}
          >
            {t("settings.blocked.unblock")}
          </Button>
        </>
      )}
      waiting={<Rows count={1} label={t("settings.blocked.title")} />}
      empty={<p className={styles.none}>{t("settings.blocked.none")}</p>}
    />
  );
}

/** Unblock at once, with a way to take it back. */
function useUnblocking(): (person: BlockedPerson) => void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const failed = useSayUnsaved();
  const afresh = () =>
    Promise.all(
      [keys.blocks, keys.users, keys.search].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  const again = useMutation({ mutationFn: block, onError: failed, onSettled: afresh });
  const { mutate } = useMutation({
    mutationFn: ({ id }: BlockedPerson) => unblock(id),
    onMutate: async ({ id }) => {
      await client.cancelQueries({ queryKey: keys.blocks });
      const takeBack = keepLists(client, keys.blocks);
      editItems<BlockedPerson>(client, keys.blocks, (one) => (one.id === id ? null : one));
      return takeBack;
    },
    onSuccess: (_, { id, full_name }) =>
      say(t("settings.blocked.unblocked", { name: full_name }), {
        label: t("common.undo"),
        run: () => again.mutate(id),
      }),
    onError: (error, _, takeBack) => {
      takeBack?.();
      failed(error);
    },
    onSettled: afresh,
  });
  return mutate;
}
