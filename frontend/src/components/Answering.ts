import { useTranslation } from "react-i18next";
import { useRelation } from "@/lib/relations";
import { useGoing } from "@/lib/undo";
import { useCommand } from "./Command";
import { useSay } from "./Toasts";
import { useUndoing } from "./Undoing";

type Asking = { id: string; full_name: string };

function nameOf(id: string): string {
  return `decline:${id}`;
}

/** Declining somebody's request: it shows at once, can be taken back for a while, and nobody is told. */
export function useDecline({ id, full_name: name }: Asking): () => void {
  const { t } = useTranslation();
  const undoing = useUndoing();
  const { take } = useRelation(id);
  return () =>
    undoing({
      id: nameOf(id),
      words: t("network.said.declined", { name }),
      send: () => take("decline"),
    });
}

/** Approving somebody's request; that, or why not, is said. */
export function useApprove({ id, full_name: name }: Asking) {
  const { t } = useTranslation();
  const say = useSay();
  const { take } = useRelation(id);
  const { run, busy } = useCommand(
    () => take("approve"),
    () => say(t("network.said.approved", { name })),
  );
  return { approve: () => run(), busy };
}

/** Of whom one is about to decline the request. */
export function useDeclining(): (id: string) => boolean {
  const going = useGoing();
  return (id) => going.has(nameOf(id));
}
