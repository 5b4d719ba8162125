import { describe, expect, it } from "vitest";
import { problemIn, wayTo } from "./elsewhere";

describe("what somebody comes back with", () => {
  it("is nothing on a page that was opened by oneself", () => {
    expect(problemIn(new URLSearchParams("next=/home")).problem).toBeNull();
  });
  it("is what went wrong, and at which service", () => {
    const search = new URLSearchParams("problem=sign-in-declined&provider=google");
    expect(problemIn(search)).toEqual({ problem: "sign-in-declined", provider: "google" });
  });
  it("is something else where it is not known, whatever it says", () => {
    expect(problemIn(new URLSearchParams("problem=constructor")).problem).toBe("other");
  });
});

it("the way to a service says where to go on", () => {
  expect(wayTo("oidc", { next: "/profile?u=1", stay: "true" })).toBe(
    "/api/auth/oidc?next=%2Fprofile%3Fu%3D1&stay=true",
  );
});
