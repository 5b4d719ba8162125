"""A database that cannot be reached: what every route that needs it answers."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from dependency_injector import providers

from tests.http.asking import MADE, SIGNED
from tests.http.test_failures import Failing, logged
from tests.http.world import NEVER, PASSWORD, Member, World
from tests.support.facebook import APPLICATION, Facebook
from wexstream.adapters.identity.client import Client
from wexstream.adapters.identity.facebook import FacebookProvider
from wexstream.domain.model.identity import Provider
from wexstream.domain.model.session import SEEN_EVERY
from wexstream.ports.persistence import StorageUnavailable

WITHOUT = {"GET /healthz", "GET /readyz", "GET /api/client-config", "GET /api/unsubscribe/{token}"}
TOKEN: dict[str, object] = {"token": "t" * 43}
OPT_OUT = f"messages.{'A' * 22}.{'t' * 43}"
EMAIL: dict[str, object] = {"email": "somebody@example.org"}
BODIES: dict[str, dict[str, object]] = {
    "POST /api/accounts": {
        "full_name": "A",
        "email": "a@example.org",
        "password": PASSWORD,
        "terms_version": "1",
    },
    "POST /api/accounts/verification": EMAIL,
    "POST /api/accounts/verify": TOKEN | {"password": PASSWORD},
    "POST /api/password-resets": EMAIL,
    "POST /api/password-resets/confirm": TOKEN | {"new": PASSWORD},
    "POST /api/sessions": EMAIL | {"password": PASSWORD},
    "POST /api/sessions/second-step": {"code": "123456"},
    "POST /api/sessions/passkey": SIGNED,
    "POST /api/me/second-step": {},
    "POST /api/me/second-step/confirm": {"code": "123456"},
    "POST /api/me/second-step/codes": {},
    "DELETE /api/me/second-step": {},
    "POST /api/me/passkeys/options": {},
    "POST /api/me/passkeys": MADE,
    "DELETE /api/me/passkeys/{passkey_id}": {},
    "PATCH /api/me": {"bio": "x"},
    "PUT /api/me/email": EMAIL | {"password": PASSWORD},
    "POST /api/me/email/confirm": TOKEN | {"password": PASSWORD},
    "PUT /api/me/password": {"current": PASSWORD, "new": PASSWORD},
    "POST /api/me/consent": {"terms_version": "1"},
    "DELETE /api/me": {"password": PASSWORD},
    "POST /api/me/identities/{provider}": {},
    "DELETE /api/me/identities/{provider}": {},
    "POST /api/conferences": {"title": "Reading circle", "visibility": "private"},
    "PATCH /api/conferences/{conference_id}": {"title": "x"},
    "POST /api/conferences/{conference_id}/join": {},
    "POST /api/messages": {"to": [str(NEVER)], "subject": "x", "body": "x"},
    "PATCH /api/messages/{message_id}": {"read": True},
    "PATCH /api/notifications/{notification_id}": {"read": True},
    "POST /api/reports": {"user_id": str(NEVER), "reason": "x"},
    "POST /api/moderation/reports/{report_id}/resolve": {"decision": "dismiss"},
    "POST /api/moderation/appeals/{sanction_id}/settle": {"outcome": "upheld", "words": "x"},
    "POST /api/moderation/users/{user_id}/suspend": {"term": "1-day", "words": "x"},
    "POST /api/me/appeals": {"sanction_id": str(NEVER), "text": "x"},
    "POST /api/contact": {"name": "A", "email": "a@example.org", "subject": "x", "body": "x"},
}

OFFERED = {Provider.FACEBOOK: FacebookProvider(APPLICATION, Client(Facebook()))}


@pytest.fixture
async def amal(world: World) -> Member:
    return await world.member()


@pytest.fixture
def outage(world: World, amal: Member) -> Iterator[None]:
    """Nothing that is kept can be reached, however it is asked for."""
    platform = world.platform
    failing = providers.Object(Failing(StorageUnavailable("relation of Amal at 10.0.0.7")))
    with ExitStack() as stack:
        stack.enter_context(platform.identity_providers.override(providers.Object(OFFERED)))
        for part in (platform.unit, platform.queries, platform.throttle):
            stack.enter_context(part.override(failing))
        platform.reset_singletons()
        yield
    platform.reset_singletons()


def routes(world: World) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = world.app.openapi_schema.to_schema()["paths"]
    return {
        f"{method.upper()} {path}": operation
        for path, operations in paths.items()
        for method, operation in operations.items()
    }


def sent(route: str) -> dict[str, Any]:
    """What a request of a route takes to be in order."""
    if route == "PUT /api/me/avatar":
        return {"content": b"x", "headers": {"Content-Type": "image/png"}}
    return {"json": BODIES[route]} if route in BODIES else {}


def address(route: str) -> tuple[str, str]:
    method, path = route.split(" ")
    names = {"{token}": OPT_OUT, "{provider}": "facebook"}
    parts = [names.get(part, str(NEVER)) if part.startswith("{") else part for part in path.split("/")]
    return method, "/".join(parts)


async def test_every_route_that_needs_the_database_says_that_it_cannot_be_reached(
    world: World, amal: Member, outage: None
) -> None:
    for route in routes(world).keys() - WITHOUT:
        answer = await amal.call(*address(route), params={"q": "x", "state": "live"}, **sent(route))
        assert (route, answer.status_code, answer.json()["code"]) == (route, 503, "unavailable")
        assert answer.headers["retry-after"] == "5"
        assert not any(word in answer.text for word in ("Amal", "10.0.0.7", "relation"))


async def test_what_needs_no_database_is_answered_without_it(
    world: World, amal: Member, outage: None
) -> None:
    for route in WITHOUT:
        answer = await amal.call(*address(route))
        assert answer.is_success or answer.is_redirect


def test_every_route_that_needs_the_database_describes_that(world: World) -> None:
    described = {
        route
        for route, operation in routes(world).items()
        if "application/problem+json" in operation["responses"].get("503", {"content": {}})["content"]
    }
    assert described == routes(world).keys() - WITHOUT


async def test_who_changes_something_is_told_that_it_may_have_been_done(amal: Member, outage: None) -> None:
    read = await amal.refused(503, "unavailable", "GET", "/api/me")
    changed = await amal.refused(503, "unavailable", "PATCH", "/api/me", json={"bio": "x"})
    assert "Whether this was still done" in changed["detail"]
    assert "Whether" not in read["detail"]


async def test_an_outage_is_no_mistake_of_ours_in_the_log(amal: Member, outage: None) -> None:
    with logged() as entries:
        await amal.call("GET", "/api/me")
    assert [(entry["event"], entry["status"]) for entry in entries] == [("request", 503)]


async def test_an_answer_that_is_there_is_not_spoilt_when_noting_the_visit_fails(
    world: World, amal: Member
) -> None:
    world.clock.advance(SEEN_EVERY)
    with world.platform.unit.override(providers.Object(Failing(StorageUnavailable()))):
        world.platform.sessions.reset()
        with logged() as entries:
            await amal.ok("GET", "/api/me")
    assert [entry["event"] for entry in entries] == ["request"]
