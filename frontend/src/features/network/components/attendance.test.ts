import { describe, expect, it } from "vitest";
import { attendance } from "./attendance";

const person = (id: string, name: string) => ({ id, full_name: name, picture: null });
const people = [person("p", "Peter Lindqvist"), person("z", "Zola Dlamini"), person("me", "Me")];

describe("who came", () => {
  it("names two and counts the others", () => {
    expect(attendance({ people, people_count: 5, joined: false }, "me")).toEqual({
      names: ["Peter", "Zola"],
      others: 3,
    });
  });

  it("names one beside oneself, and counts oneself among neither", () => {
    expect(attendance({ people, people_count: 5, joined: true }, "me")).toEqual({
      names: ["Peter"],
      others: 3,
    });
  });

  it("counts whom it cannot name", () => {
    const gone = [{ id: null, full_name: null, picture: null }];
    expect(attendance({ people: gone, people_count: 1, joined: false }, "me")).toEqual({
      names: [],
      others: 1,
    });
  });
});
