import { useTranslation } from "react-i18next";
import { firstName } from "@/lib/people";
import type { RoomPerson } from "./protocol";

type Named = Pick<RoomPerson, "account" | "name">;

/** What each of some people is called beside what they write. */
export type Names = (person: Named | null | undefined) => string;

/** First names; in full where another of them has the same, or it reads like the word for oneself. */
export function useNames(people: readonly Named[]): Names {
  const { t } = useTranslation();
  return namesAmong(people, t("common.people.you"));
}

export function namesAmong(people: readonly Named[], oneself: string): Names {
  const owners = new Map<string, string>();
  const shared = new Set([alike(oneself)]);
  for (const { account, name } of people) {
    const first = alike(firstName(name));
    if ((owners.get(first) ?? account) !== account) shared.add(first);
    owners.set(first, account);
  }
  return (person) => {
    const first = firstName(person?.name);
    return shared.has(alike(first)) ? (person?.name ?? "") : first;
  };
}

/** By which two names look the same at a glance. */
function alike(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase();
}
