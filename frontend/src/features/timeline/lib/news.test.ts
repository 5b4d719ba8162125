import { expect, test } from "vitest";
import type { Conference } from "@/generated/api";
import { newcomers } from "./news";

function live(id: string): Conference {
  return {
    id,
    title: id,
    description: null,
    visibility: "public",
    locked: false,
    state: "live",
    speaker: { id, full_name: id, picture: null },
    mine: false,
    joined: false,
    created_at: "2026-11-22T10:00:00Z",
    broadcast_at: "2026-11-22T10:00:00Z",
    finished_at: null,
    people: [],
    people_count: 0,
    my_attendance_seconds: null,
  };
}

test("What is there at first is no news", () => {
  expect(newcomers(null, [live("a")]).news).toEqual([]);
});

test("Each who goes live is told once, even if they are gone and come back", () => {
  const first = newcomers(null, [live("a")]);
  const second = newcomers(first.known, [live("b"), live("a")]);
  expect(second.news.map(({ id }) => id)).toEqual(["b"]);
  const third = newcomers(second.known, [live("a")]);
  expect(newcomers(third.known, [live("b"), live("a")]).news).toEqual([]);
});
