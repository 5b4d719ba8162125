import { describe, expect, it } from "vitest";
import type { Me } from "@/generated/api";
import { changesIn, textOf, typedSince } from "./profile";

const CLARA: Me = {
  id: "01890000-0000-7000-8000-000000000001",
  state: "active",
  moderator: false,
  full_name: "Clara Weiss",
  email: "clara@example.org",
  bio: "Gardens, and talks about it",
  location: null,
  website: null,
  picture: null,
  language: "en",
  time_zone: "Europe/Berlin",
  mail_requests: true,
  mail_approvals: true,
  mail_messages: true,
  mail_live: false,
  mail_finished: false,
  messages_from_strangers: false,
  terms_version: "1",
  terms_accepted_at: "2026-01-01T00:00:00Z",
  has_password: true,
  created_at: "2026-01-01T00:00:00Z",
};

describe("changes of a profile", () => {
  it("are none where nothing but spaces was added", () => {
    expect(changesIn({ ...textOf(CLARA), full_name: " Clara Weiss " }, CLARA)).toBeNull();
  });
  it("are only those that differ", () => {
    expect(changesIn({ ...textOf(CLARA), location: "Freiburg" }, CLARA)).toEqual({
      location: "Freiburg",
    });
  });
  it("empty a field by null, but never the name", () => {
    const emptied = { full_name: "", bio: "", location: "", website: "" };
    expect(changesIn(emptied, CLARA)).toEqual({ full_name: "", bio: null });
  });
  it("complete a website's address", () => {
    expect(websiteOf("weiss.example/garden")).toBe("https://weiss.example/garden");
    expect(websiteOf("http://weiss.example")).toBe("http://weiss.example");
    expect(websiteOf("my garden")).toBe("my garden");
  });
});

function websiteOf(typed: string) {
  return changesIn({ ...textOf(CLARA), website: typed }, CLARA)?.website;
}

it("what was typed since a profile was sent stays, and what was sent does not", () => {
  const sent = { ...textOf(CLARA), bio: "Seeds", location: "Oslo" };
  expect(typedSince(sent, { bio: "Seeds", location: "Oslo, and Bergen" })).toEqual({
    location: "Oslo, and Bergen",
  });
  expect(typedSince(sent, { bio: "Seeds", website: "clara.example" })).toEqual({
    website: "clara.example",
  });
  expect(typedSince(sent, { bio: "Seeds" })).toEqual({});
});
