import { describe, expect, test } from "vitest";
import type { Company, Conference, Person } from "@/generated/api";
import { networkIn, onAir, speakers } from "./company";

function person(id: string): Person {
  return { id, full_name: id, picture: null };
}

function live(id: string, speaker: string, mine = false): Conference {
  return {
    id,
    title: id,
    description: null,
    visibility: "public",
    locked: false,
    state: "live",
    speaker: person(speaker),
    mine,
    joined: false,
    created_at: "2026-11-22T10:00:00Z",
    broadcast_at: "2026-11-22T10:00:00Z",
    finished_at: null,
    people: [],
    people_count: 0,
    my_attendance_seconds: null,
  };
}

function company(conference: Conference, network: string[], count = network.length): Company {
  return { conference, network: network.map(person), network_count: count };
}

describe("What is on", () => {
  const choir = live("choir", "amal");
  const kora = live("kora", "kofi");

  test("is what reached one first, then where one's network is, each once", () => {
    const shown = onAir([choir], [company(kora, ["ines"]), company(choir, ["amal", "bea"])]);
    expect(shown.map(({ conference }) => conference.id)).toEqual(["choir", "kora"]);
  });
  test("names those of one's network who are there, and the speaker not once more", () => {
    const [shown] = onAir([choir], [company(choir, ["amal", "bea"])]);
    expect(shown?.known.map(({ id }) => id)).toEqual(["bea"]);
  });
  test("is not what one broadcasts oneself", () => {
    expect(onAir([], [company(live("mine", "me", true), ["bea"])])).toEqual([]);
  });
});

describe("The count", () => {
  const choir = live("choir", "amal");
  const more = live("more", "amal");

  test("of speakers has each once", () => {
    expect(speakers(onAir([choir, more], []))).toBe(1);
  });
  test("of one's network has each once, those who are not named too", () => {
    const companies = [company(choir, ["amal", "bea"], 9), company(more, ["bea", "ines"])];
    expect(networkIn(onAir([choir, more], companies), companies)).toBe(10);
  });
  test("leaves out who is only where one broadcasts oneself", () => {
    const companies = [company(live("mine", "me", true), ["bea"])];
    expect(networkIn(onAir([], companies), companies)).toBe(0);
  });
});
