"""A server in this process, in memory, and people with a client each."""

from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, cast
from uuid import UUID

import httpx
from argon2 import Parameters, Type
from dependency_injector import providers
from litestar import Litestar

from tests.support.clock import ManualClock
from tests.support.mails import whole
from wexstream.adapters.security.passwords import Argon2Passwords
from wexstream.domain.model.ids import AccountId
from wexstream.domain.usecases.policy import Policy
from wexstream.entrypoints.container import InMemory, in_memory, run_pending
from wexstream.entrypoints.http.app import create_app
from wexstream.entrypoints.http.page import Page
from wexstream.entrypoints.http.site import Site
from wexstream.entrypoints.readiness import Found
from wexstream.entrypoints.watch import Watch
from wexstream.ports.mail import Mailbox
from wexstream.ports.persistence import Transaction

PASSWORD = "an unlikely phrase"
NEVER = UUID("0198ffff-ffff-7fff-8fff-ffffffffffff")
DOCUMENT = "<!doctype html><title>Wexstream</title>"
CHEAP = Parameters(
    type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=1, memory_cost=8, parallelism=1
)


@dataclass
class Guest:
    """Somebody with a client that keeps cookies, and no account yet."""

    client: httpx.AsyncClient

    async def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        return await self.client.request(method, path, **more)

    async def ok(self, method: str, path: str, **more: Any) -> Any:
        """Ask for something that has to work; what came back, decoded."""
        answer = await self.call(method, path, **more)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return (
            answer.json() if answer.content and "json" in answer.headers["content-type"] else answer.content
        )

    async def refused(self, status: int, code: str, method: str, path: str, **more: Any) -> Any:
        """Ask for something that has to be refused; the problem, after a look at its form."""
        answer = await self.call(method, path, **more)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (status, code), answer.text
        assert problem["status"] == status
        assert problem["detail"]
        return problem


@dataclass
class Member(Guest):
    """Somebody with a verified account, signed in."""

    id: str
    name: str
    email: str


@dataclass
class World:
    """The server and its people."""

    platform: InMemory
    app: Litestar
    address: str = "http://localhost:4003"
    _clients: list[httpx.AsyncClient] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: count(1))

    @property
    def clock(self) -> ManualClock:
        clock = self.platform.clock()
        assert isinstance(clock, ManualClock)
        return clock

    def guest(self, *, peer: str = "127.0.0.1", **headers: str) -> Guest:
        app = cast("Any", self.app)  # the two libraries type the same protocol in two ways
        transport = httpx.ASGITransport(app, client=(peer, 50000))
        client = httpx.AsyncClient(transport=transport, base_url=self.address, headers=headers)
        self._clients.append(client)
        return Guest(client)

    async def member(self, name: str = "Amal Haddad", *, verified: bool = True, **headers: str) -> Member:
        guest = self.guest(**headers)
        email = f"person{next(self._numbers)}@example.org"
        application = {"full_name": name, "email": email, "password": PASSWORD, "terms_version": "1"}
        await guest.ok("POST", "/api/accounts", json=application)
        if verified:
            token = await self.mailed_token(email)
            await guest.ok("POST", "/api/accounts/verify", json={"token": token, "password": PASSWORD})
        signed_in = await guest.ok("POST", "/api/sessions", json={"email": email, "password": PASSWORD})
        return Member(client=guest.client, id=signed_in["account_id"], name=name, email=email)

    async def moderator(self) -> Member:
        """The operator: whoever verifies the administrator's address."""
        guest = self.guest()
        email = self.platform.policy().admin_email
        assert email is not None
        application = {"full_name": "Op", "email": email, "password": PASSWORD, "terms_version": "1"}
        await guest.ok("POST", "/api/accounts", json=application)
        await guest.ok(
            "POST",
            "/api/accounts/verify",
            json={"token": await self.mailed_token(email), "password": PASSWORD},
        )
        signed_in = await guest.ok("POST", "/api/sessions", json={"email": email, "password": PASSWORD})
        return Member(client=guest.client, id=signed_in["account_id"], name="Op", email=email)

    async def mailed_token(self, email: str) -> str:
        """The token of the newest link that was mailed to an address."""
        await self.work()
        mails = [kept.mail for kept in await self.platform.mailbox().list() if kept.mail.to_address == email]
        return httpx.URL(mails[0].links[0]).params.multi_items()[0][1]

    async def subjects(self, email: str) -> list[str]:
        """What was mailed to an address, in the order in which it came."""
        await self.work()
        mails = reversed(await self.platform.mailbox().list())
        return [whole(kept.mail.subject) for kept in mails if kept.mail.to_address == email]

    async def without_password(self, member: Member) -> None:
        """Let an account have no password, as one has who came by another service."""

        async def forget(tx: Transaction) -> None:
            name = AccountId(UUID(member.id))
            account = (await tx.accounts.lock([name]))[name]
            await tx.accounts.save(replace(account, password_hash=None))

        await self.platform.unit().run(forget)

    async def work(self) -> None:
        """Let what commands have queued happen."""
        await run_pending(self.platform)

    async def connect(self, one: Member, other: Member) -> None:
        await one.ok("POST", f"/api/connections/{other.id}/request")
        await other.ok("POST", f"/api/connections/{one.id}/approve")

    async def conference(self, speaker: Member, *, live: bool = True, **given: Any) -> str:
        draft = {"title": "Reading circle", "visibility": "private", **given}
        made: str = (await speaker.ok("POST", "/api/conferences", json=draft))["id"]
        if live:
            await speaker.ok("POST", f"/api/conferences/{made}/start")
            await self.work()
        return made

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()
        self._clients.clear()


async def ready() -> Found:
    return Found()


async def _unready() -> Found:
    return Found(missing=["The database does not answer in time."], warnings=["Something is odd."])


class NewestMailbox:
    """The mailbox of a platform, which is another one after the platform began anew."""

    def __init__(self, platform: InMemory) -> None:
        self._platform = platform

    def __getattr__(self, name: str) -> Any:
        return getattr(self._platform.mailbox(), name)


def make_world(policy: Policy | None = None) -> World:
    platform = _platform(policy or Policy(admin_email="op@example.org", public_preview=True))
    mailbox = cast("Mailbox", NewestMailbox(platform))
    app = create_app(platform, Site(secure=False, readiness=ready, mailbox=mailbox))
    return World(platform=platform, app=app)


def make_austere_world() -> World:
    """A server over TLS, with short pages, no operator, no preview, a mailbox nobody sees, and not ready."""
    platform = _platform(Policy())
    app = create_app(platform, Site(secure=True, readiness=_unready, page_size=2))
    return World(platform=platform, app=app, address="https://meet.example.org")


def visitor(world: World, page: Page) -> Guest:
    """Somebody who comes to a server with a page."""
    app = create_app(world.platform, Site(secure=False, readiness=ready, page=page))
    return replace(world, app=app).guest()


def watching(world: World, watch: Watch) -> World:
    """The same people and platform, whose requests are watched."""
    return replace(world, app=create_app(world.platform, Site(secure=False, readiness=ready, watch=watch)))


def _platform(policy: Policy) -> InMemory:
    platform = in_memory(policy=policy, clock=ManualClock())
    platform.hasher.override(providers.Singleton(Argon2Passwords, CHEAP))
    return platform


def begin_anew(world: World) -> None:
    """Empty a world: another store, another clock, nobody in it; making the application anew takes longer."""
    world.platform.reset_singletons()
    world.platform.clock.override(providers.Object(ManualClock()))
