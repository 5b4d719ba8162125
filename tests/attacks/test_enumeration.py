"""Finding out whose addresses are known: by answers, by limits, and by what is done behind an answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.http.world import PASSWORD, World
from tests.support.verdicts import SUSPENDING
from wexstream.adapters.security.passwords import Argon2Passwords
from wexstream.entrypoints.http import pace

WRONG = "a wrong phrase"
KINDS = ("member", "unverified", "suspended")
NOBODYS = "nobody@example.org"
ASKING: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "signing in": ("/api/sessions", lambda email: {"email": email, "password": WRONG}),
    "signing up": (
        "/api/accounts",
        lambda email: {"full_name": "Zoë", "email": email, "password": PASSWORD, "terms_version": "1"},
    ),
    "being mailed again": ("/api/accounts/verification", lambda email: {"email": email}),
    "a forgotten password": ("/api/password-resets", lambda email: {"email": email}),
}
PADDED = ("being mailed again", "a forgotten password")
MORE_THAN_ENOUGH = 40  # times, which all limits hold up before


async def addresses(world: World) -> dict[str, str]:
    """One address of each kind that is known, under it, and one that is not."""
    operator = await world.moderator()
    suspended = await world.member()
    await operator.ok("POST", f"/api/moderation/users/{suspended.id}/suspend", json=SUSPENDING)
    known = {
        "member": (await world.member()).email,
        "unverified": (await world.member(verified=False)).email,
        "suspended": suspended.email,
    }
    return {"nobody": NOBODYS, **known}


def essence(answer: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All of an answer, but the id to ask the operator about."""
    headers = [one for one in answer.headers.multi_items() if one[0] != "x-request-id"]
    return answer.status_code, answer.content, headers


def asker(world: World, what: str, network: int) -> Callable[[str], Awaitable[httpx.Response]]:
    """Ask from a network of its own, so that one kind of address uses up no limit of another."""
    path, body = ASKING[what]
    guest = world.guest(peer=f"198.51.100.{network}")
    return lambda email: guest.call("POST", path, json=body(email))


@pytest.mark.parametrize("what", ASKING)
async def test_neither_answers_nor_limits_tell_addresses_apart(
    world: World, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "SECONDS", 0)
    seen = {}
    for number, (kind, email) in enumerate((await addresses(world)).items()):
        ask = asker(world, what, number)
        seen[kind] = [essence(await ask(email)) for _ in range(MORE_THAN_ENOUGH)]
    assert seen["nobody"][-1][0] == 429
    for kind in KINDS:
        assert seen[kind] == seen["nobody"], kind


@pytest.mark.parametrize("what", ASKING)
async def test_as_many_passwords_are_hashed_for_every_address(
    world: World, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await addresses(world)
    hashed = 0

    def counted(inner: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            nonlocal hashed
            hashed += 1
            return inner(*given)

        return run

    for name in ("hash", "check"):
        monkeypatch.setattr(Argon2Passwords, name, counted(getattr(Argon2Passwords, name)))
    counts = {}
    for number, (kind, email) in enumerate(known.items()):
        hashed = 0
        await asker(world, what, number)(email)
        counts[kind] = hashed
    assert counts == dict.fromkeys(counts, counts["nobody"])
    assert (counts["nobody"] > 0) == (what not in PADDED)


@pytest.mark.parametrize("what", PADDED)
async def test_what_hashes_nothing_is_held_back_for_as_long_for_every_address(
    world: World, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    known = await addresses(world)
    monkeypatch.setattr(asyncio, "sleep", wait)
    for number, email in enumerate(known.values()):
        await asker(world, what, number)(email)
    assert len(waits) == len(known)
    assert all(wait <= pace.SECONDS for wait in waits)


async def test_moving_to_an_address_tells_nothing_of_it(world: World) -> None:
    seen = {}
    for number, (kind, email) in enumerate((await addresses(world)).items()):
        token = (await world.member()).client.cookies["ws"]
        mover = world.guest(peer=f"198.51.100.{number}", Authorization=f"Bearer {token}")
        body = {"email": email, "password": PASSWORD}
        seen[kind] = [essence(await mover.call("PUT", "/api/me/email", json=body)) for _ in range(12)]
    for kind in KINDS:
        assert seen[kind] == seen["nobody"], kind
