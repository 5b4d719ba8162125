import { answer, api } from "@/lib/api";
import { type Opened, opened } from "./sign-in";

/** Do the second step of signing in, by a code; the first is known by a cookie. */
export async function doSecondStep(code: string): Promise<Opened> {
  return opened(answer(api.POST("/api/sessions/second-step", { body: { code } })));
}
