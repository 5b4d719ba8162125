import { useSearchParams } from "react-router";
import { useConfig } from "@/lib/config";
import { useLater } from "@/lib/later";
import type { Ways } from "./Services";

async function load() {
  const piece = await import("./Services");
  await piece.learn();
  return piece;
}

async function loadPasskey() {
  const piece = await import("./Passkey");
  await piece.learn();
  return piece;
}

/** A passkey, where one signs in; the other services by which one may sign in, where there are any; and what went wrong at one. */
export function OtherWays(ways: Ways) {
  const { providers } = useConfig();
  const [search] = useSearchParams();
  const { Part } = useLater(load, providers.length > 0 || search.has("problem"));
  const { Part: Passkey } = useLater(loadPasskey, ways.agreed === null);
  return (
    <>
      {Passkey && <Passkey stay={ways.stay} offered />}
      {Part && <Part {...ways} />}
    </>
  );
}
