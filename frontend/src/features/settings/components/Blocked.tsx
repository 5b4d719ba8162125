import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Face } from "@/components/Face";
import { Rows } from "@/components/Skeleton";
import { useSay } from "@/components/Toasts";
import { Trouble } from "@/components/Trouble";
import type { BlockedPerson, BlocksPage } from "@/generated/api";
import { keys } from "@/lib/keys";
import { block, blocksQuery, unblock } from "../api/blocks";
import { useSayFailure } from "../failure";
import { without } from "../without";
import { Group } from "./Group";
import styles from "./List.module.css";

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
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(blocksQuery);
  const lift = useUnblocking();
  if (error && !data) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Rows count={1} label={t("settings.blocked.title")} />;
  const people = data.pages.flatMap((page) => page.items);
  if (people.length === 0) return <p className={styles.none}>{t("settings.blocked.none")}</p>;
  return (
    <>
      <ul>
        {people.map((person) => (
          <li key={person.id} className={styles.person}>
            <Face person={person} size={48} />
            <bdi className={styles.name}>{person.full_name}</bdi>
            <Button
              size="small"
              onClick={() => lift(person)}
              aria-label={t("settings.blocked.unblock-this", { name: person.full_name })}
            >
              {t("settings.blocked.unblock")}
            </Button>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <div className={styles.below}>
          <Button
            size="small"
            busy={isFetchingNextPage}
            onClick={() => !isFetchingNextPage && void fetchNextPage()}
          >
            {t("settings.more")}
          </Button>
        </div>
      )}
    </>
  );
}

/** Unblock at once, with a way to take it back. */
function useUnblocking(): (person: BlockedPerson) => void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const failed = useSayFailure();
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
      client.setQueryData<InfiniteData<BlocksPage>>(keys.blocks, (data) => without(data, id));
    },
    onSuccess: (_, { id, full_name }) =>
      say(t("settings.blocked.unblocked", { name: full_name }), {
        label: t("settings.undo"),
        run: () => again.mutate(id),
      }),
    onError: failed,
    onSettled: afresh,
  });
  return mutate;
}
