import { expect, test, vi } from "vitest";
import type { Conference, ConferenceEdit } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { createOnce, type Draft } from "./create";

const draft: Draft = { title: "Bees", description: null, visibility: "private", password: null };
const conference: Conference = {
  id: "made",
  title: "Bees",
  description: null,
  visibility: "private",
  locked: false,
  state: "created",
  speaker: { id: "me", full_name: "Clara Weiss", picture: null },
  mine: true,
  joined: false,
  created_at: "2026-11-22T10:00:00Z",
  broadcast_at: null,
  finished_at: null,
  people: [],
  people_count: 0,
  my_attendance_seconds: null,
};

function server() {
  return {
    create: vi.fn<(draft: Draft, key: string) => Promise<Conference>>(async () => conference),
    edit: vi.fn<(id: string, changes: ConferenceEdit) => Promise<Conference>>(
      async () => conference,
    ),
  };
}

test("What was made is not made again when starting it has to be tried again", async () => {
  const sends = server();
  const create = createOnce(sends);
  expect(await create(draft)).toBe("made");
  expect(await create(draft)).toBe("made");
  expect(sends.create).toHaveBeenCalledTimes(1);
  expect(sends.edit).not.toHaveBeenCalled();
});

test("An answer that was lost is asked for under the same key, with the same words, then changed", async () => {
  const sends = server();
  sends.create.mockRejectedValueOnce(new Refusal(0, "offline"));
  const create = createOnce(sends);
  await expect(create(draft)).rejects.toThrow("offline");
  await create({ ...draft, title: "Bees in winter" });
  const [first, second] = sends.create.mock.calls;
  expect(second).toEqual(first);
  expect(sends.edit).toHaveBeenCalledWith("made", { ...draft, title: "Bees in winter" });
});

test("After a refusal the next is another, under another key", async () => {
  const sends = server();
  sends.create.mockRejectedValueOnce(new Refusal(422, "invalid"));
  const create = createOnce(sends);
  await expect(create({ ...draft, title: "" })).rejects.toThrow("invalid");
  await create(draft);
  const [first, second] = sends.create.mock.calls;
  expect(second?.[0]).toEqual(draft);
  expect(second?.[1]).not.toBe(first?.[1]);
  expect(sends.edit).not.toHaveBeenCalled();
});
