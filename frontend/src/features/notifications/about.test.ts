import { describe, expect, it } from "vitest";
import { addressOf } from "./about";

const none = { actor: null, conference: null, message: null };
const actor = { id: "a", full_name: "Amal Haddad", picture: null };

describe("a notification leads to what it is about", () => {
  it("a conference to its room", () => {
    const conference = { id: "c", title: "Tea", state: "live" } as const;
    expect(addressOf({ ...none, kind: "conference-live", conference })).toBe("/conference?c=c");
  });

  it("a message to the message", () => {
    const message = { id: "m", subject: "Tea" };
    expect(addressOf({ ...none, kind: "message-received", message })).toBe("/messages?m=m");
  });

  it("a request to the person who asks, or to all who ask", () => {
    expect(addressOf({ ...none, kind: "connection-requested", actor })).toBe("/profile?u=a");
    expect(addressOf({ ...none, kind: "connection-requested" })).toBe("/connections?tab=incoming");
  });

  it("a warning to the terms, and what has no place nowhere", () => {
    expect(addressOf({ ...none, kind: "moderator-warned" })).toBe("/tos");
    expect(addressOf({ ...none, kind: "appeal-upheld" })).toBe("/tos");
    expect(addressOf({ ...none, kind: "account-restored" })).toBeNull();
    expect(addressOf({ ...none, kind: "warning-withdrawn" })).toBeNull();
  });
});
