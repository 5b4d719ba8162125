import { Clock, type LucideIcon, UserCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { PersonRow } from "@/generated/api";
import { dayWithin, monthOf } from "@/lib/dates";
import { useMinute } from "@/lib/now";

type Stands = Pick<PersonRow, "standing" | "since" | "messageable">;

type Said = { icon?: LucideIcon; words: string };

/** How one stands to somebody, in words; nothing where there is nothing to say. */
export function useStanding({ standing, since, messageable }: Stands): Said | undefined {
  const { t, i18n } = useTranslation();
  const now = useMinute();
  switch (standing) {
    case "stranger":
      return messageable ? undefined : { words: t("network.standing.closed") };
    case "connected":
      return { icon: UserCheck, words: t("network.standing.connected") };
    case "incoming":
    case "outgoing": {
      // What one has just asked has no time from the server yet.
      const at = since ?? new Date(now).toISOString();
      const { kind, day } = dayWithin(at, i18n.language, now);
      const words = t(`network.standing.${standing}.${kind}`, { day });
      return standing === "outgoing" ? { icon: Clock, words } : { words };
    }
    default:
      return { words: t(`network.standing.${standing}`) };
  }
}

/** The same where there is room for more: since when one is connected. */
export function useStandingAtLength(person: Stands): Said | undefined {
  const { t, i18n } = useTranslation();
  const brief = useStanding(person);
  if (person.standing !== "connected" || !person.since) return brief;
  const month = monthOf(person.since, i18n.language);
  return { icon: UserCheck, words: t("network.standing.connected-since", { month }) };
}
