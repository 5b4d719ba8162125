const GONE = ["expired", "unknown", "used"] as const;
/** Why a mail's link does nothing any more. */
export type Gone = (typeof GONE)[number];

/** Whether a refusal says that of the link. */
export function goneOf(code: string | null): Gone | null {
  return GONE.find((reason) => code === `link-${reason}`) ?? null;
}
