"""What may not be seen answers as an id that was never issued: status, body and headers, on every route.

Here it is what was shown once, and is hidden in every way; everybody who may ask is in test_authorization.py.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

import httpx
import pytest

from tests.http.world import NEVER, PASSWORD, Guest, Member, World
from tests.support import builders
from tests.support.images import encoded, quarters
from tests.support.keeping import keep
from tests.support.verdicts import SUSPENDING
from wexstream.domain.model.ids import AccountId

# What is sent along, by operation. A new route that takes a body has to be added here.
BODIES: Final[dict[str, dict[str, object]]] = {
    "editConference": {"title": "Taken over"},
    "joinConference": {},
    "markMessage": {"read": True},
    "markNotification": {"read": True},
    "resolveReport": {"decision": "dismiss"},
    "settleAppeal": {"outcome": "upheld", "words": "It stays."},
    "suspendUser": {**SUSPENDING},
    "appeal": {"text": "It was not me."},
    "removePasskey": {},
    "report": {"reason": "Noise"},
    "sendMessage": {"subject": "Seedlings", "body": "I bring the tomatoes."},
}
MODERATION: Final = frozenset(
    {"resolveReport", "showEvidencePicture", "settleAppeal", "suspendUser", "restoreUser"}
)
KINDS: Final = {"to": "user_id", "met_in": "conference_id"}
NOT_FOUND: Final = (404, "not-found")


class Others(dict[str, object]):
    """What a path names beside the one id that is asked for: nothing that there is."""

    def __missing__(self, _: str) -> object:
        return NEVER


@dataclass(frozen=True)
class Way:
    """One way to ask for an id: in the path, or in a field of the body."""

    operation: str
    method: str
    path: str
    field: str
    listed: bool = False
    in_body: bool = False

    @property
    def kind(self) -> str:
        return KINDS.get(self.field, self.field)

    def expected(self, *, moderator: bool) -> tuple[int, str]:
        if self.operation == "sendMessage":
            return 422, "recipient-unavailable"
        if self.operation == "previewConference":
            return 401, "not-signed-in"
        if self.operation in MODERATION and not moderator:
            return 403, "not-moderator"
        return NOT_FOUND

    async def ask(self, guest: Guest, name: object, *, owner: Member) -> httpx.Response:
        body = dict(BODIES[self.operation]) if self.operation in BODIES else None
        if body is not None and self.field == "met_in":
            body["user_id"] = owner.id
        if body is not None and self.in_body:
            body[self.field] = [str(name)] if self.listed else str(name)
        path = self.path if self.in_body else self.path.format_map(Others({self.field: name}))
        return await guest.call(self.method, path, json=body)


def ways(world: World) -> list[Way]:
    """Every way to ask for an id that the description knows."""
    described: dict[str, Any] = world.app.openapi_schema.to_schema()
    return [
        way
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
        for way in _ways_of(operation, method.upper(), path, described["components"]["schemas"])
    ]


def _ways_of(operation: Any, method: str, path: str, schemas: Any) -> Iterator[Way]:
    name = operation["operationId"]
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path" and parameter["name"] not in {"token", "provider"}:  # which are no ids
            yield Way(name, method, path, parameter["name"])
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    properties = schemas[body["schema"]["$ref"].rpartition("/")[2]]["properties"] if body else {}
    for field, schema in properties.items():
        if "'uuid'" in str(schema):
            yield Way(name, method, path, field, listed=schema.get("type") == "array", in_body=True)


def essence(answer: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    """Everything that tells one answer from another, but the id to ask the operator about."""
    headers = [(name, value) for name, value in answer.headers.multi_items() if name != "x-request-id"]
    return answer.status_code, answer.content, sorted(headers)


@dataclass
class Scene:
    """Kofi, with something of each kind, and Amal, from whom it may be hidden."""

    viewer: Member
    owner: Member
    public: list[str]
    hidden: dict[str, list[str]]


async def warn(world: World, owner: Member) -> str:
    """Let somebody have been warned by nobody in particular."""
    warning = replace(builders.sanction(builders.account()), account=AccountId(UUID(owner.id)))
    await keep(world.platform.unit(), warning)
    return str(warning.id)


async def add_passkey(world: World, owner: Member) -> str:
    """Let somebody have a passkey that nothing is signed by."""
    passkey = replace(builders.passkey(builders.account()), account=AccountId(UUID(owner.id)))
    await keep(world.platform.unit(), passkey)
    return str(passkey.id)


async def scene(world: World, *, viewer: Member | None = None, connected: bool = False) -> Scene:
    """What is Kofi's, of which a stranger sees the profile and the public conferences."""
    viewer = viewer or await world.member("Amal Haddad")
    owner, third = await world.member("Kofi Mensah"), await world.member("Yuki Tanabe")
    await world.connect(owner, third)
    if connected:
        await world.connect(viewer, owner)
    public = [await world.conference(owner, live=live, visibility="public") for live in (True, False)]
    private = [await world.conference(owner, live=live, password="sesame") for live in (True, False)]
    picture = {"content": encoded(quarters(), "PNG"), "headers": {"Content-Type": "image/png"}}
    await owner.ok("PUT", "/api/me/avatar", **picture)
    letter = {"to": [third.id], "subject": "Seedlings", "body": "Not for Amal."}
    message = await owner.ok("POST", "/api/messages", json=letter)
    report = await owner.ok("POST", "/api/reports", json={"user_id": third.id, "reason": "Noise"})
    (session,) = (await owner.ok("GET", "/api/sessions"))["items"]
    told = (await owner.ok("GET", "/api/notifications"))["items"]
    assert told
    hidden = {
        "user_id": [],
        "conference_id": private,
        "message_id": [message["id"]],
        "sanction_id": [await warn(world, owner)],
        "notification_id": [one["id"] for one in told],
        "report_id": [report["id"]],
        "session_id": [session["id"]],
        "passkey_id": [await add_passkey(world, owner)],
    }
    return Scene(viewer, owner, public, hidden)


async def stranger(world: World) -> Scene:
    return await scene(world)


async def asker(world: World) -> Scene:
    found = await scene(world)
    await found.viewer.ok("POST", f"/api/connections/{found.owner.id}/request")
    return found


async def asked(world: World) -> Scene:
    found = await scene(world)
    await found.owner.ok("POST", f"/api/connections/{found.viewer.id}/request")
    return found


async def known(world: World) -> Scene:
    """Amal was connected with Kofi and is told of what he did; what of that is hidden is in the scene too."""
    found = await scene(world, connected=True)
    told = (await found.viewer.ok("GET", "/api/notifications"))["items"]
    of_owner = [one["id"] for one in told if one["actor"]["id"] == found.owner.id]
    shown = (await found.viewer.ok("GET", "/api/timeline"))["items"]
    assert of_owner
    assert shown
    found.hidden["notification_id"] += of_owner
    found.hidden["conference_id"] += found.public
    found.hidden["user_id"] += [found.owner.id]
    return found


async def blocked(world: World) -> Scene:
    found = await known(world)
    await found.owner.ok("PUT", f"/api/blocks/{found.viewer.id}")
    return found


async def blocker(world: World) -> Scene:
    found = await known(world)
    await found.viewer.ok("PUT", f"/api/blocks/{found.owner.id}")
    return found


async def of_a_suspended_owner(world: World) -> Scene:
    operator = await world.moderator()
    found = await known(world)
    await operator.ok("POST", f"/api/moderation/users/{found.owner.id}/suspend", json=SUSPENDING)
    return found


async def of_an_erased_owner(world: World) -> Scene:
    found = await known(world)
    await found.owner.ok("DELETE", "/api/me", json={"password": PASSWORD})
    return found


async def of_an_unverified_owner(world: World) -> Scene:
    viewer, owner = await world.member("Amal Haddad"), await world.member("Kofi Mensah", verified=False)
    (session,) = (await owner.ok("GET", "/api/sessions"))["items"]
    nothing: dict[str, list[str]] = {way.kind: [] for way in ways(world)}
    return Scene(viewer, owner, [], nothing | {"user_id": [owner.id], "session_id": [session["id"]]})


async def moderator(world: World) -> Scene:
    found = await scene(world, viewer=await world.moderator())
    found.hidden["report_id"] = []
    return found


OPEN_TO_BLOCKERS: Final = frozenset({("block", "user_id"), ("unblock", "user_id"), ("report", "user_id")})


@pytest.mark.parametrize(
    "make",
    [
        stranger,
        asker,
        asked,
        blocked,
        blocker,
        of_a_suspended_owner,
        of_an_erased_owner,
        of_an_unverified_owner,
        moderator,
    ],
)
async def test_what_is_hidden_answers_as_an_id_that_was_never_issued(
    world: World, make: Callable[[World], Awaitable[Scene]]
) -> None:
    found = await make(world)
    await world.work()
    for way in ways(world):
        if make is blocker and (way.operation, way.kind) in OPEN_TO_BLOCKERS:
            continue
        never = await way.ask(found.viewer, NEVER, owner=found.owner)
        refusal = never.status_code, never.json()["code"]
        assert refusal == way.expected(moderator=make is moderator), way
        for name in found.hidden[way.kind]:
            if way.operation == "previewConference" and make in {blocked, blocker} and name in found.public:
                continue  # the preview is what everybody sees, signed in or not
            assert essence(await way.ask(found.viewer, name, owner=found.owner)) == essence(never), way


async def test_what_is_hidden_from_one_is_there_for_its_owner(world: World) -> None:
    found = await scene(world)
    own = found.hidden | {"user_id": [found.owner.id]}
    for way in ways(world):
        if way.method == "GET" and way.operation not in {"previewConference", *MODERATION}:
            for name in own[way.kind]:
                assert (await way.ask(found.owner, name, owner=found.owner)).is_success, way


async def test_to_nobody_signed_in_every_id_is_401(austere: World) -> None:
    found = await scene(austere)
    issued = {**found.hidden, "user_id": [found.owner.id]}
    issued["conference_id"] = found.hidden["conference_id"] + found.public
    for way in ways(austere):
        never = await way.ask(austere.guest(), NEVER, owner=found.owner)
        assert (never.status_code, never.json()["code"]) == (401, "not-signed-in"), way
        for name in issued[way.kind]:
            assert essence(await way.ask(austere.guest(), name, owner=found.owner)) == essence(never), way


async def test_nobody_sees_of_a_public_conference_what_the_operator_lets_be_previewed(world: World) -> None:
    found = await scene(world)
    preview = await world.guest().ok("GET", f"/api/conferences/{found.public[0]}/preview")
    assert preview == {
        "id": found.public[0],
        "title": "Reading circle",
        "speaker": "Kofi Mensah",
        "state": "live",
    }
    for name in (*found.hidden["conference_id"], NEVER):
        path = f"/api/conferences/{name}/preview"
        await world.guest().refused(401, "not-signed-in", "GET", path)
