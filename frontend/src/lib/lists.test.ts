import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { editItems, itemsOf } from "./lists";

const page = (...ids: string[]) => ({ items: ids.map((id) => ({ id })), next_cursor: null });

describe("a list of pages", () => {
  it("has what moved from one page to the next once, in order", () => {
    expect(itemsOf([page("a", "b"), page("b", "c")])).toEqual([
      { id: "a" },
      { id: "b" },
      { id: "c" },
    ]);
  });

  it("is edited wherever it is kept, and loses what is taken out", () => {
    const client = new QueryClient();
    client.setQueryData(["people", "a"], { pages: [page("a", "b")], pageParams: [undefined] });
    client.setQueryData(["people", "plain"], [{ id: "a" }]);
    editItems<{ id: string }>(client, ["people"], (item) => (item.id === "a" ? null : item));
    expect(client.getQueryData(["people", "a"])).toMatchObject({ pages: [page("b")] });
    expect(client.getQueryData(["people", "plain"])).toEqual([{ id: "a" }]);
  });
});
