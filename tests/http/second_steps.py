"""Members who sign in by two steps, and their apps."""

from datetime import timedelta
from typing import Any

import httpx

from tests.http.world import PASSWORD, Guest, Member, World
from tests.support.totp import shown

OWN, STEP = "/api/me/second-step", "/api/sessions/second-step"
PROOF = {"password": PASSWORD}
HALF_A_MINUTE = timedelta(seconds=30)


class App:
    """An app that shows codes for a member, who has set it up."""

    def __init__(self, world: World, secret: str, kept: list[str]) -> None:
        self._world = world
        self.secret = secret
        self.kept = kept

    def code(self) -> str:
        """The code that it shows now."""
        return shown(self.secret, self._world.clock.now())

    def wrong(self) -> str:
        """A code that it never shows around now."""
        now = self._world.clock.now()
        near = {shown(self.secret, now + steps * HALF_A_MINUTE) for steps in range(-9, 10)}
        return next(code for code in map(str, range(300_000, 300_030)) if code not in near)


async def set_up(world: World, member: Member) -> App:
    """Have a member set up an app; its next code is good again."""
    setup = await member.ok("POST", OWN, json=PROOF)
    code = shown(setup["secret"], world.clock.now())
    kept = (await member.ok("POST", f"{OWN}/confirm", json={"code": code}))["codes"]
    world.clock.advance(HALF_A_MINUTE)
    return App(world, setup["secret"], kept)


async def begin(guest: Guest, member: Member, *, password: str = PASSWORD, **more: Any) -> Any:
    """Do the first step."""
    body = {"email": member.email, "password": password, **more}
    return await guest.refused(403, "second-step", "POST", "/api/sessions", json=body)


async def finish(guest: Guest, code: str) -> httpx.Response:
    return await guest.call("POST", STEP, json={"code": code})


async def refused(guest: Guest, code: str, *, why: str = "wrong-code", status: int = 403) -> None:
    await guest.refused(status, why, "POST", STEP, json={"code": code})
    await guest.refused(401, "not-signed-in", "GET", "/api/me")
