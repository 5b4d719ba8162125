import { learnGuard } from "@/lib/guard";
import { Passkeys } from "./Passkeys";
import { SecondStep } from "./SecondStep";

export const learn = learnGuard;

/** What guards the account, which is fetched with its words. */
export default function Guard() {
  return (
    <>
      <Passkeys />
      <SecondStep />
    </>
  );
}
