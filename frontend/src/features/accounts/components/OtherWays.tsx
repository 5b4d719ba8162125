import { useSearchParams } from "react-router";
import { useConfig } from "@/lib/config";
import { useLater } from "@/lib/later";
import type { Ways } from "./Services";

async function load() {
  const piece = await import("./Services");
  await piece.learn();
  return piece;
}

/** The other services by which one may sign in, where there are any; and what went wrong at one. */
export function OtherWays(ways: Ways) {
  const { providers } = useConfig();
  const [search] = useSearchParams();
  const { Part } = useLater(load, providers.length > 0 || search.has("problem"));
  return Part && <Part {...ways} />;
}
