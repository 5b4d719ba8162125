import { learnGuard } from "@/lib/guard";

/** The page of the second step, with its words. */
export async function openSecondStep() {
  await learnGuard();
  return import("./routes/SecondStep");
}
