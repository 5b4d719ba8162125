"""Whatever is sent, the answer is one that the description knows: schemathesis with all of its checks."""

import asyncio
import os
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

import schemathesis
from dependency_injector import providers
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig

from tests.http.world import NEVER, PASSWORD, World, begin_anew, make_world
from tests.support.unthrottled import Unthrottled

T = TypeVar("T")
EXAMPLES = 50 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 2
CONFIGURATION = {
    "checks": {
        "positive_data_acceptance": {
            # What a schema cannot say is refused too: 422 by the domain, where the description lists it;
            # 413 and 410 likewise. To be led to a page is what was asked for.
            "expected-statuses": ["2xx", "303", "401", "403", "404", "409", "410", "413", "422"],
        },
        # What is too long for its field may be too much for any body.
        "negative_data_rejection": {
            "expected-statuses": ["400", "401", "403", "404", "405", "409", "413", "415", "422"],
        },
    },
    "generation": {"database": "none"},
}


class Inhabited:
    """A world with people and things in it, made anew when a test has erased those who ask."""

    def __init__(self) -> None:
        self.world = make_world()
        self.world.platform.throttle.override(providers.Object(Unthrottled()))
        self.world.platform.allowances.override(providers.Object(Unthrottled()))
        self.emails: dict[str, str] = {}
        self.accounts: list[str] = []
        self.ids: list[UUID] = []
        self.cursors: list[str] = []
        asyncio.run(self._settle(self.world))

    def token(self, caller: str) -> str:
        """Sign in anew: what the test before did may have ended the session, or the account."""
        return asyncio.run(self._sign_in(caller))

    async def _sign_in(self, caller: str) -> str:
        guest = self.world.guest()
        body = {"email": self.emails[caller], "password": PASSWORD, "token": True}
        answer = await guest.call("POST", "/api/sessions", json=body)
        await self.world.close()
        if answer.is_success:
            token: str = answer.json()["token"]
            return token
        await self._settle(self.world)
        return await self._sign_in(caller)

    async def _settle(self, world: World) -> None:
        begin_anew(world)
        moderator, amal = await world.moderator(), await world.member("Amal Haddad")
        kofi, yuki = await world.member("Kofi Mensah"), await world.member("Yuki Tanabe")
        await world.connect(amal, kofi)
        await yuki.ok("POST", f"/api/connections/{amal.id}/request")
        live = await world.conference(kofi)
        mine = await world.conference(amal, visibility="public")
        later = await world.conference(amal, live=False, password="sesame")
        body = {"to": [amal.id, yuki.id], "subject": "Seedlings", "body": "I bring the tomatoes."}
        message = await kofi.ok("POST", "/api/messages", json=body)
        report = await kofi.ok("POST", "/api/reports", json={"user_id": yuki.id, "reason": "Noise"})
        await world.work()
        told = (await amal.ok("GET", "/api/notifications"))["items"]
        page = await amal.ok("GET", "/api/notifications?limit=1")
        things = [amal.id, kofi.id, yuki.id, live, mine, later, message["id"], report["id"]]
        self.cursors = ["", page["next_cursor"]]
        self.ids = [NEVER, *(UUID(one) for one in (*things, *(item["id"] for item in told)))]
        self.emails = {"member": amal.email, "moderator": moderator.email}
        self.accounts = [amal.id, moderator.id]
        await world.close()


def described_to(inhabited: Inhabited, caller: str | None) -> Any:
    """The description as a test sees it who asks as somebody, or as nobody."""
    config = SchemathesisConfig.from_dict(CONFIGURATION)
    schema = schemathesis.openapi.from_asgi("/schema/openapi.json", inhabited.world.app, config=config)

    class Bearer:
        def get(self, _: object, __: object) -> str | None:
            return inhabited.token(caller) if caller else None

        def set(self, case: Any, token: str | None, _: object) -> None:
            case.headers["Host"] = "localhost"
            if token:
                case.headers["Authorization"] = f"Bearer {token}"

    schema.auth(refresh_interval=None)(Bearer)
    return schema


def typed(decorator: Any) -> Callable[[T], T]:
    """Say that a decorator of schemathesis leaves the type of a test as it is."""
    return cast("Callable[[T], T]", decorator)


INHABITED = Inhabited()
known = st.deferred(lambda: st.sampled_from(INHABITED.ids)).map(str)
schemathesis.openapi.format("uuid", known | st.uuids().map(str))
schemathesis.openapi.format("cursor", st.deferred(lambda: st.sampled_from(INHABITED.cursors)))
schemathesis.openapi.format("account", st.deferred(lambda: st.sampled_from(INHABITED.accounts)))
FEW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
nobody, member, moderator = (described_to(INHABITED, caller) for caller in (None, "member", "moderator"))


@typed(nobody.parametrize())
@FEW
def test_nobody_gets_a_described_answer(case: Any) -> None:
    case.call_and_validate()


@typed(member.exclude(operation_id="streamEvents").parametrize())  # whose answer has no end
@FEW
def test_a_member_gets_a_described_answer(case: Any) -> None:
    case.call_and_validate()


@typed(moderator.include(path_regex="^/api/moderation/").parametrize())
@FEW
def test_a_moderator_gets_a_described_answer(case: Any) -> None:
    case.call_and_validate()
