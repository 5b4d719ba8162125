"""Nothing personal is logged: each route is asked with marked values, and the log is looked through."""

import gc
import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import structlog
from dependency_injector import providers

from tests.http.test_failures import Failing
from tests.http.test_me import PICTURE
from tests.http.world import PASSWORD, Member, World
from tests.support.logs import logging_as_before
from wexstream.entrypoints.logging import configure
from wexstream.ports.mail import MailRefused

MARK = "Zqx"  # in every value that somebody enters, or is known by
NAME = f"{MARK} Haddad"
PEER = "203.0.113.77"
HEADERS = {
    "User-Agent": f"Mozilla/5.0 ({MARK})",
    "Accept-Language": f"{MARK}",
    "Referer": f"https://{MARK}.example.org/{MARK}",
    "X-Forwarded-For": "203.0.113.78",
}
ADDRESSES = re.compile(r"203\.0\.113\.\d+|@")
_CLIENTS = ("httpx", "httpcore", "asyncio", "PIL")  # of the test itself, which tell of what they ask


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged, from whatever logger, however quiet it is kept."""
    stream = io.StringIO()
    with logging_as_before():
        configure(stream)
        structlog.configure(cache_logger_on_first_use=False)  # else they would write here in other tests, too
        names = [name for name in logging.root.manager.loggerDict if not name.startswith(_CLIENTS)]
        levels = {logger: logger.level for logger in map(logging.getLogger, ("", *names))}
        for logger in levels:
            logger.setLevel(logging.DEBUG)
        for name in _CLIENTS[:2]:
            levels[logging.getLogger(name)] = logging.getLogger(name).level
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            yield stream
        finally:
            for logger, level in levels.items():
                logger.setLevel(level)


def found_in(log: io.StringIO, *more: str) -> list[str]:
    """Find the lines that bear a mark, an address of the net or of mail, or something else that is known."""
    lines = log.getvalue().splitlines()
    told = (MARK.lower(), PASSWORD, *more)
    return [line for line in lines if ADDRESSES.search(line) or any(one in line.lower() for one in told)]


def value_for(name: str, schema: dict[str, Any]) -> Any:
    """Make a marked value for a field of a body."""
    kinds = [schema, *schema.get("oneOf", []), *schema.get("anyOf", [])]
    known = [one for kind in kinds for one in kind.get("enum", [])]
    if known:
        return known[0]
    kind = next((one["type"] for one in kinds if one.get("type") not in {None, "null"}), "string")
    match kind:
        case "boolean":
            return True
        case "array":
            return [f"{MARK}-{name}"]
    if name in {"email", "q"}:
        return f"{MARK}@{MARK}.example.org"
    return f"{MARK} {name}"


def body_of(operation: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = schemas[content["schema"]["$ref"].rpartition("/")[2]]
    return {name: value_for(name, kind) for name, kind in schema["properties"].items()}


async def ask_everything(world: World, person: Member, known: UUID) -> int:
    """Ask each route as somebody, with what it takes, about what is there and what is not; how often."""
    description = world.app.openapi_schema.to_schema()
    schemas = description["components"]["schemas"]
    asked = 0
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if path == "/api/events" or operation["operationId"] in {"eraseMe", "signOut"}:
                continue
            body = body_of(operation, schemas)
            taken = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
            query = "&".join(f"{name}={MARK}" for name in [*taken, MARK])
            for name in (MARK, f"{MARK}.{'x' * 50}", str(known)):
                address = re.sub(r"\{[^}]*\}", name, path)
                key = {"Idempotency-Key": f"{MARK}-{asked}"}
                await person.call(method.upper(), f"{address}?{query}", json=body, headers=key)
                asked += 1
    return asked


async def settle(world: World) -> tuple[Member, UUID]:
    """Have somebody with marks everywhere, who has done a lot."""
    person = await world.member(NAME)
    person.client.headers.update(HEADERS)
    other = await world.member(f"Other {MARK}")
    await world.connect(person, other)
    made = await person.ok("POST", "/api/conferences", json={"title": f"On {MARK}", "visibility": "public"})
    await person.call("PUT", "/api/me/avatar", **PICTURE)
    letter = {"to": [str(other.id)], "subject": f"{MARK} subject", "body": f"{MARK} body"}
    await person.ok("POST", "/api/messages", json=letter)
    await world.work()
    return person, UUID(made["id"])


async def test_what_people_enter_is_not_logged_whatever_they_ask_for(world: World, log: io.StringIO) -> None:
    person, conference = await settle(world)
    token = str(person.client.cookies["ws"])
    assert await ask_everything(world, person, conference) > 200
    await person.client.request("GET", "/api/me", headers={"Authorization": f"Bearer {MARK}.{MARK}"})
    await world.work()
    assert log.getvalue().count('"event": "request"') > 100  # those that are no route's are not logged
    assert found_in(log, token.lower()) == []


async def test_what_goes_wrong_on_our_side_is_logged_without_what_it_was_about(
    world: World, log: io.StringIO
) -> None:
    person, conference = await settle(world)
    error = RuntimeError(f"{NAME} <{MARK}@example.org> at {PEER}\nDETAIL: Key (address_key)=({MARK}) exists")
    failing = [getattr(world.platform, name) for name in FAILING]
    for part in failing:
        part.override(providers.Object(Failing(error)))
    try:
        await ask_everything(world, person, conference)
    finally:
        for part in failing:
            part.reset_override()
    gc.collect()
    failures = [json.loads(line) for line in log.getvalue().splitlines() if '"request failed"' in line]
    assert len(failures) > 50
    assert {failure["exception"].splitlines()[-1] for failure in failures} == {"RuntimeError"}
    assert found_in(log) == []


FAILING = (
    *("accounts", "conferences", "connections", "enquiries", "guests", "messages", "moderation"),
    *("notifications", "opting_out", "passwords", "people", "registration", "reporting", "rooms"),
    *("timeline",),
)


async def test_mails_that_are_refused_are_logged_without_whom_they_are_for(
    world: World, log: io.StringIO
) -> None:
    refusal = MailRefused(f"550 <{MARK}@example.org> {NAME} unknown, said {PEER}")
    letters = (world.platform.correspondence, world.platform.afterwards)
    with world.platform.carrier.override(providers.Object(Failing(refusal))):
        for part in letters:
            part.reset()
        applying = {"full_name": NAME, "email": f"{MARK}@example.org", "password": PASSWORD}
        await world.guest(peer=PEER).ok("POST", "/api/accounts", json={**applying, "terms_version": "1"})
        await world.work()
    for part in letters:
        part.reset()
    assert "MailRefused" in log.getvalue()
    assert found_in(log) == []
