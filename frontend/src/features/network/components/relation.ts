import type { TFunction } from "i18next";
import { Clock, type LucideIcon, UserCheck } from "lucide-react";
import type { PersonRow } from "@/generated/api";

type Stands = Pick<PersonRow, "standing" | "messageable">;

type Said = { icon?: LucideIcon; words: string };

const ICONS: Partial<Record<PersonRow["standing"], LucideIcon>> = {
  connected: UserCheck,
  outgoing: Clock,
};

/** How one stands to somebody, in words; nothing where there is nothing to say. */
export function relationOf({ standing, messageable }: Stands, t: TFunction): Said | undefined {
  if (standing === "stranger") {
    return messageable ? undefined : { words: t("network.standing.closed") };
  }
  const icon = ICONS[standing];
  return { words: t(`network.standing.${standing}`), ...(icon && { icon }) };
}
