import { expect, test } from "vitest";
import type { RoomPerson } from "../protocol";
import { Door, PATIENCE } from "./door";

const CAME = 1_000_000;
const SETTLED = CAME + PATIENCE;

function person(account: string, peer: string | null = `${account}-1`): RoomPerson {
  return {
    account,
    peer,
    name: account,
    picture: null,
    speaker: account === "clara",
    profile: true,
  };
}

const CLARA = person("clara");
const PETER = person("peter");
const MARA = person("mara");

/** A meeting in which Peter and Mara are, as they say. */
function door(): Door {
  const made = new Door();
  for (const [peer, seat] of [
    ["peter-1", "p"],
    ["mara-1", "m"],
  ] as const) {
    made.came(seat, CAME);
    made.hear(peer, seat);
  }
  return made;
}

test("Nobody who is here is a stranger, and whoever may not be here any more is one at once", () => {
  const at = door();
  expect(at.strangers([CLARA, PETER, MARA], SETTLED)).toEqual([]);
  expect(at.strangers([CLARA, PETER], SETTLED)).toEqual(["m"]);
  at.went("m");
  expect(at.strangers([CLARA, PETER], SETTLED)).toEqual([]);
});

test("Whoever says nothing has a while to say it, and is a stranger then", () => {
  const at = door();
  at.came("x", CAME + 5);
  expect(at.strangers([CLARA, PETER, MARA], SETTLED)).toEqual([]);
  expect(at.strangers([CLARA, PETER, MARA], SETTLED + 5)).toEqual(["x"]);
});

test("To say that one is somebody else puts out oneself, whether one stays or goes", () => {
  const at = door();
  at.hear("mara-1", "p");
  expect(at.strangers([CLARA, PETER, MARA], SETTLED)).toEqual(["m"]);
  expect(at.strangers([CLARA, PETER], SETTLED)).toEqual(["m"]);
});

test("Whoever was claimed before they could say who they are still has the time to", () => {
  const at = new Door();
  at.came("p", CAME);
  at.hear("mara-1", "p");
  expect(at.strangers([CLARA, PETER], CAME + 1)).toEqual([]);
  at.hear("peter-1", "p");
  expect(at.strangers([CLARA, PETER], SETTLED)).toEqual([]);
});

test("While somebody's connection is lost, what they said before holds", () => {
  const at = door();
  expect(at.strangers([CLARA, PETER, MARA], SETTLED)).toEqual([]);
  expect(at.strangers([CLARA, PETER, person("mara", null)], SETTLED)).toEqual([]);
  expect(at.strangers([CLARA, PETER, person("mara", "mara-2")], SETTLED)).toEqual([]);
});

test("Who comes anew is let in as what they are now, and what they left behind is put out", () => {
  const at = door();
  at.came("m2", SETTLED);
  at.hear("mara-2", "m2");
  expect(at.strangers([CLARA, PETER, person("mara", "mara-2")], SETTLED)).toEqual(["m"]);
});

test("It may be heard who somebody is before it is known whose connection it was", () => {
  const at = new Door();
  at.hear("peter-1", "p");
  at.came("p", CAME);
  expect(at.strangers([CLARA], CAME)).toEqual([]);
  expect(at.strangers([CLARA, PETER], SETTLED)).toEqual([]);
});

test("After a time in which nobody could be heard, everybody has time anew", () => {
  const at = door();
  at.wait(SETTLED);
  expect(at.strangers([CLARA], SETTLED)).toEqual([]);
  expect(at.strangers([CLARA], SETTLED + PATIENCE)).toEqual(["p", "m"]);
});
