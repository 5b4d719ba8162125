"""Who comes by another service at once as somebody else does ends as if one had come after the other."""

import asyncio
from dataclasses import dataclass, replace

from tests.support import builders
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import transaction
from tests.support.platform import POLICY, Platform
from tests.support.racing import again, at_once
from wexstream.domain.model.identity import ATTEMPT_LASTS, Attempt, Identity, Provider, Vouched
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.visibility import Viewer, role_of
from wexstream.ports.identity import Answer

EMAIL = "ada@example.org"
CODE = Answer(code="code")
ORIGIN = "192.0.2.1"


@dataclass(frozen=True)
class Service:
    """A service at which everybody is Ada."""

    provider: Provider

    @property
    def issuer(self) -> str:
        return f"https://{self.provider}.example.org"

    @property
    def name(self) -> str:
        return self.provider

    async def address(self, attempt: Attempt, *, callback: str) -> str:
        raise NotImplementedError

    async def redeem(self, answer: Answer, attempt: Attempt, *, callback: str) -> Vouched:
        return Vouched(
            provider=self.provider, issuer=self.issuer, subject="ada", email=EMAIL, email_verified=True
        )


def attempt(provider: Provider, links: AccountId | None = None) -> Attempt:
    return Attempt(
        provider=provider,
        state="state",
        nonce="nonce",
        verifier="verifier",
        expires_at=NOW + ATTEMPT_LASTS,
        target="/",
        links=links,
        terms_version=POLICY.terms_version,
    )


def offer(platform: Platform, *offered: Provider) -> None:
    platform.services.update({provider: Service(provider) for provider in offered})


async def comes(platform: Platform, provider: Provider) -> AccountId:
    session = await platform.identities.sign_in(attempt(provider), CODE, device=None, origin=ORIGIN)
    return session.account


async def links(platform: Platform, viewer: Viewer, provider: Provider) -> None:
    await platform.identities.link(viewer, attempt(provider, viewer.account), CODE)


async def kept_of(platform: Platform, account: AccountId) -> list[Identity]:
    return list(await platform.storage.unit.run(lambda tx: tx.identities.of(account)))


async def without_password(platform: Platform) -> Viewer:
    """Let there be somebody with an identity at each service that is offered, and no other way in."""
    kept = replace(builders.account("Bob"), password_hash=None)
    session = builders.session(kept)
    linked = [
        replace(builders.identity(kept, issuer=service.issuer), provider=provider)
        for provider, service in platform.services.items()
    ]
    await keep(platform.storage.unit, kept, session, *linked)
    return Viewer(account=kept.id, session=session.id, role=role_of(kept), signed_in_at=session.created_at)


@again
async def test_who_comes_for_the_first_time_in_two_windows_has_one_account(
    platform: Platform, turn: int
) -> None:
    offer(platform, Provider.OIDC)
    ends = await at_once(*(comes(platform, Provider.OIDC) for _ in range(4)))
    assert ends == ["done"] * 4
    [kept] = await kept_of(platform, await comes(platform, Provider.OIDC))
    assert kept.subject == "ada"


@again
async def test_who_comes_by_two_services_for_the_first_time_has_one_account(
    platform: Platform, turn: int
) -> None:
    offer(platform, Provider.OIDC, Provider.GOOGLE)
    ends = await at_once(comes(platform, Provider.OIDC), comes(platform, Provider.GOOGLE))
    assert ends == ["done", "done"]
    account = await comes(platform, Provider.OIDC)
    assert account == await comes(platform, Provider.GOOGLE)
    assert {one.provider for one in await kept_of(platform, account)} == {Provider.OIDC, Provider.GOOGLE}


@again
async def test_of_the_last_two_ways_in_unlinked_at_once_one_stays(platform: Platform, turn: int) -> None:
    offer(platform, Provider.OIDC, Provider.GOOGLE)
    bob = await without_password(platform)
    unlinkings = (platform.identities.unlink(bob, service, password=None) for service in platform.services)
    ends = await at_once(*unlinkings)
    assert sorted(ends) == ["done", "last-way-in"]
    assert len(await kept_of(platform, bob.account)) == 1


@again
async def test_an_identity_that_two_accounts_link_at_once_is_one_accounts(
    platform: Platform, turn: int
) -> None:
    offer(platform, Provider.OIDC)
    bob, eve = [await platform.enter(builders.account(name)) for name in ("Bob", "Eve")]
    ends = await at_once(links(platform, bob, Provider.OIDC), links(platform, eve, Provider.OIDC))
    assert sorted(ends) == ["done", "identity-taken"]


@again
async def test_who_comes_while_the_account_is_linked_or_erased_meets_no_deadlock(
    platform: Platform, turn: int
) -> None:
    offer(platform, Provider.OIDC)
    owner = await platform.enter(builders.account("Ada", email=EMAIL))
    other = await platform.enter(builders.account("Bob"))
    ends = await at_once(
        links(platform, other, Provider.OIDC),
        comes(platform, Provider.OIDC),
        platform.privacy.erase(owner, password="password of Ada"),
    )
    assert ends[0] in {"done", "identity-taken"}
    assert ends[1:] == ["done", "done"]


async def test_an_identity_that_becomes_somebodys_just_then_lets_in_to_that_account(
    platform: Platform,
) -> None:
    offer(platform, Provider.OIDC)
    bob = builders.account("Bob")
    await keep(platform.storage.unit, bob)
    async with transaction(platform.storage.unit) as tx:
        await tx.identities.add(builders.identity(bob, "ada", Service(Provider.OIDC).issuer))
        coming = asyncio.create_task(comes(platform, Provider.OIDC))
        await platform.storage.until_waiting(1)
    assert await coming == bob.id
