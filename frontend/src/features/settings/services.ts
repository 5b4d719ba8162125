import type { Identity, OtherService } from "@/generated/api";

/** A service in the settings: one that is offered, or that was when the account was linked with it. */
export type Known = OtherService & { offered: boolean; identity: Identity | undefined };

/** Those that are offered, and then those that are not any more, but linked still. */
export function knownServices(
  offered: readonly OtherService[],
  linked: readonly Identity[],
): readonly Known[] {
  const mine = (service: OtherService) =>
    linked.find(
      ({ provider, issuer }) => provider === service.provider && issuer === service.issuer,
    );
  const now = offered.map((service) => ({ ...service, offered: true, identity: mine(service) }));
  // What is unlinked is all that the account has at a provider: what is linked there now stands for it.
  const former = linked
    .filter(({ provider }) => !now.some((one) => one.provider === provider && one.identity))
    .map((identity) => ({ ...identity, name: identity.service, offered: false, identity }));
  return [...now, ...former];
}
