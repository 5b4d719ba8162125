import { Doorway } from "@/components/Doorway";
import { learnDeciding } from "@/lib/deciding";
import { Reason } from "../components/Reason";
import { ShutOut } from "../components/ShutOut";

export const learn = learnDeciding;

/** The only page of an account that a moderator shut out. */
export default function Suspended() {
  return (
    <Doorway>
      <ShutOut>
        <Reason />
      </ShutOut>
    </Doorway>
  );
}
