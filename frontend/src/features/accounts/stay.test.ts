import { beforeEach, expect, it, vi } from "vitest";
import { Refusal } from "@/lib/api";
import { signIn } from "./api/sign-in";
import { wantedToStay } from "./stay";

const { post } = vi.hoisted(() => ({ post: vi.fn<() => Promise<unknown>>() }));

vi.mock("@/lib/api", async (load) => ({
  ...(await load<typeof import("@/lib/api")>()),
  api: { POST: post },
}));

const WHO = { email: "amal@example.org", password: "an unlikely phrase" };

beforeEach(() => {
  localStorage.clear();
  post.mockResolvedValue({ data: { account_id: "amal" } });
});

it("whoever did not want to stay signed in does not when signing in again", async () => {
  expect(wantedToStay()).toBe(false);
  await signIn({ ...WHO, stay: true });
  expect(wantedToStay()).toBe(true);
  post.mockRejectedValueOnce(new Refusal(401, "wrong-credentials"));
  await expect(signIn({ ...WHO, stay: false })).rejects.toThrow("wrong-credentials");
  expect(wantedToStay()).toBe(true);
  await signIn({ ...WHO, stay: false });
  expect(wantedToStay()).toBe(false);
});
