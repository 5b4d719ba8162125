import { describe, expect, it } from "vitest";
import type { Identity, OtherService } from "@/generated/api";
import { knownServices } from "./services";

const id = { provider: "oidc" as const, issuer: "https://id.example.org", name: "Example ID" };
const google = { provider: "google" as const, issuer: "https://google.example", name: "Google" };
const linked = (service: typeof id | typeof google, issuer = service.issuer): Identity => ({
  provider: service.provider,
  issuer,
  service: new URL(issuer).hostname,
  email: null,
  linked_at: "2026-03-01T12:00:00Z",
});
const shown = (offered: OtherService[], mine: Identity[]) =>
  knownServices(offered, mine).map((one) => [one.name, one.offered, Boolean(one.identity)]);

describe("the services in the settings", () => {
  it("are those that are offered, linked or not", () => {
    expect(shown([google, id], [linked(id)])).toEqual([
      ["Google", true, false],
      ["Example ID", true, true],
    ]);
  });

  it("are those too that are offered no more, as long as they are linked", () => {
    expect(shown([google], [linked(id)])).toEqual([
      ["Google", true, false],
      ["id.example.org", false, true],
    ]);
  });

  it("do not take a former provider's word for that of today's", () => {
    const former = linked(id, "https://former.example.org");
    expect(shown([id], [former])).toEqual([
      ["Example ID", true, false],
      ["former.example.org", false, true],
    ]);
    expect(shown([id], [former, linked(id)])).toEqual([["Example ID", true, true]]);
  });
});
