import { useLater } from "@/lib/later";

const load = () => import("./Meeting");

/** What is drawn beside a form of the door; nobody has to wait for it, or misses it. */
export function Gathering() {
  const { Part: Meeting } = useLater(load);
  return Meeting && <Meeting />;
}
