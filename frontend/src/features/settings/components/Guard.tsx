import { learnGuard } from "@/lib/guard";
import { SecondStep } from "./SecondStep";

export const learn = learnGuard;

/** What guards the account, which is fetched with its words. */
export default function Guard() {
  return <SecondStep />;
}
