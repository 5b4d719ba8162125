import type { BlockedPerson } from "@/generated/api";
import { answer, api } from "@/lib/api";
import { keys } from "@/lib/keys";
import { growing } from "@/lib/lists";

/** Whom I block, by name. */
export const blocksQuery = growing<BlockedPerson>(keys.blocks, (cursor, signal) =>
  answer(
    api.GET("/api/blocks", { params: { query: cursor === undefined ? {} : { cursor } }, signal }),
  ),
);
