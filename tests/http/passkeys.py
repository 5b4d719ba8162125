"""Members who sign in by passkeys."""

from typing import Any

from tests.http.world import PASSWORD, Guest, Member
from tests.support.authenticator import Device

OWN, SIGN_IN = "/api/me/passkeys", "/api/sessions/passkey"
PROOF = {"password": PASSWORD}


async def ask_for_new(member: Guest, **proof: str) -> Any:
    return await member.ok("POST", f"{OWN}/options", json=proof)


async def ask(guest: Guest) -> Any:
    return await guest.ok("POST", f"{SIGN_IN}/options")


async def add(member: Guest, device: Device | None = None, *, name: str = "My phone") -> Device:
    """Add a passkey of a device to a member's account."""
    device = device or Device()
    await member.ok("POST", OWN, json=device.make(await ask_for_new(member, **PROOF), name=name))
    return device


async def sign_in(guest: Guest, device: Device, **more: Any) -> Any:
    return await guest.ok("POST", SIGN_IN, json=device.sign(await ask(guest), **more))


async def refused(guest: Guest, answer: dict[str, Any], why: str = "passkey-refused") -> None:
    await guest.refused(403, why, "POST", SIGN_IN, json=answer)
    await guest.refused(401, "not-signed-in", "GET", "/api/me")


async def not_added(member: Member, made: dict[str, Any], why: str = "passkey-refused") -> None:
    await member.refused(403, why, "POST", OWN, json=made)
    assert (await member.ok("GET", OWN))["items"] == []
