import type { Conference, ConferenceEdit, NewConference } from "@/generated/api";
import { answer, api, newKey, Refusal } from "@/lib/api";
import { edit } from "./commands";

export type Draft = Required<NewConference>;

type Sends = {
  create: (draft: Draft, key: string) => Promise<Conference>;
  edit: (id: string, changes: ConferenceEdit) => Promise<Conference>;
};

const server: Sends = {
  create: (body, key) =>
    answer(api.POST("/api/conferences", { params: { header: { "Idempotency-Key": key } }, body })),
  edit,
};

/**
 * Creates one conference, however often it has to be tried. What was sent and whose answer was lost is sent again
 * as it was, under the same key, and then changed into what is wanted now.
 */
export function createOnce(sends: Sends = server): (draft: Draft) => Promise<string> {
  let key = newKey();
  let sent: Draft | null = null;
  let made: string | null = null;
  const create = async (draft: Draft): Promise<string> => {
    sent ??= draft;
    try {
      return (await sends.create(sent, key)).id;
    } catch (error) {
      if (error instanceof Refusal && error.status >= 400 && error.status < 500) {
        key = newKey(); // nothing came of it, so the next is another
        sent = null;
      }
      throw error;
    }
  };
  return async (draft) => {
    made ??= await create(draft);
    if (sent && differs(sent, draft)) {
      await sends.edit(made, draft);
      sent = draft;
    }
    return made;
  };
}

function differs(one: Draft, other: Draft): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}
