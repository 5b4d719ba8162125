import { Doorway } from "@/components/Doorway";
import { ShutOut } from "../components/ShutOut";

/** The only page of an account that a moderator shut out. */
export default function Suspended() {
  return (
    <Doorway>
      <ShutOut />
    </Doorway>
  );
}
