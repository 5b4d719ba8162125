import type { Me, MeChanges } from "@/generated/api";

const FIELDS = ["full_name", "location", "bio", "website"] as const;

/** What of a profile is typed; what is not there is an empty field. */
export type ProfileText = Record<(typeof FIELDS)[number], string>;

export function textOf(me: Me): ProfileText {
  return {
    full_name: me.full_name,
    location: me.location ?? "",
    bio: me.bio ?? "",
    website: me.website ?? "",
  };
}

/** What differs from what is kept; an emptied field is nothing; null where nothing differs. */
export function changesIn(text: ProfileText, me: Me): MeChanges | null {
  const kept = textOf(me);
  const changed = FIELDS.filter((field) => text[field].trim() !== kept[field]);
  if (changed.length === 0) return null;
  return Object.fromEntries(
    changed.map((field) => {
      const value = field === "website" ? whole(text[field].trim()) : text[field].trim();
      return [field, field === "full_name" ? value : value || null];
    }),
  );
}

/** Of what is typed, what was typed since some of it was sent. */
export function typedSince(sent: ProfileText, typed: Partial<ProfileText>): Partial<ProfileText> {
  const left = FIELDS.filter((field) => field in typed && typed[field] !== sent[field]);
  return Object.fromEntries(left.map((field) => [field, typed[field]]));
}

/** People leave out the https; the address is the same. */
function whole(address: string): string {
  const looksLikeOne = /^[\w-]+(\.[\w-]+)+([/?#:].*)?$/u.test(address);
  return looksLikeOne ? `https://${address}` : address;
}
