/** The time zones that this browser knows, with the one that is set, which it may not know. */
export function zonesWith(set: string): string[] {
  const known = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), set]);
  return [...known].toSorted();
}

/** America/Argentina/Buenos_Aires, as people write it. */
export function zoneName(zone: string): string {
  return zone.replaceAll("_", " ").replaceAll("/", " / ");
}
