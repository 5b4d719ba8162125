"""The whole platform over a storage, for tests of use cases: time stands still and no password costs time."""

from dataclasses import replace

from dependency_injector import providers

from tests.support import builders
from tests.support.keeping import keep
from tests.support.mails import BASE, WRITER
from tests.support.storage import Storage
from wexstream.adapters.images.pillow import PillowFormat
from wexstream.adapters.memory.mailbox import MemoryMailbox
from wexstream.adapters.memory.pictures import MemoryPictures
from wexstream.adapters.peer.meetings import IceServers, PeerMeetings
from wexstream.domain.model.account import Account
from wexstream.domain.model.identity import Provider
from wexstream.domain.model.visibility import Viewer, role_of
from wexstream.domain.usecases.policy import Policy
from wexstream.entrypoints.container import Container
from wexstream.ports.identity import IdentityProvider
from wexstream.ports.mail import Mail
from wexstream.ports.security import Throttle, Verdict

SECRET = b"a secret of 32 bytes for testing"
POLICY = Policy(admin_email="admin@example.org")
BREACHED = "password123"


class QuickPasswords:
    """Stands in for argon2, which takes a while on purpose, where hashing is not the point.

    A hash shows its password; one that begins with ``old`` is outdated.
    """

    async def hash(self, password: str) -> str:
        return f"hash of {password}"

    async def check(self, password: str, kept: str | None) -> Verdict:
        if kept == f"old hash of {password}":
            return Verdict.OUTDATED
        return Verdict.RIGHT if kept == f"hash of {password}" else Verdict.WRONG

    def is_breached(self, password: str) -> bool:
        return password == BREACHED


class Platform:
    """Every use case, and what of the world a test looks at."""

    def __init__(
        self, storage: Storage, *, policy: Policy = POLICY, throttle: Throttle | None = None
    ) -> None:
        self.storage = storage
        self.clock = storage.clock
        self.mailbox = MemoryMailbox(storage.clock)
        self.pictures = MemoryPictures(PillowFormat())
        container = Container(secret=SECRET, public_url=BASE, policy=policy)
        container.push.override(providers.Object(storage.push))
        container.unit.override(providers.Object(storage.unit))
        container.queries.override(providers.Object(storage.queries))
        container.throttle.override(providers.Object(throttle or storage.throttle))
        container.clock.override(providers.Object(storage.clock))
        container.ids.override(providers.Object(builders.IDS))
        container.hasher.override(providers.Object(QuickPasswords()))
        container.writer.override(providers.Object(WRITER))
        container.carrier.override(providers.Object(self.mailbox))
        container.pictures.override(providers.Object(self.pictures))
        container.meetings.override(providers.Singleton(PeerMeetings, IceServers()))
        self.services: dict[Provider, IdentityProvider] = {}
        container.identity_providers.override(providers.Object(self.services))
        self.accounts = container.accounts()
        self.appeals = container.appeals()
        self.conferences = container.conferences()
        self.connections = container.connections()
        self.gathering = container.gathering()
        self.guests = container.guests()
        self.enquiries = container.enquiries()
        self.housekeeping = container.housekeeping()
        self.identities = container.identities()
        self.messages = container.messages()
        self.moderation = container.moderation()
        self.notifications = container.notifications()
        self.operating = container.operating()
        self.opting_out = container.opting_out()
        self.passkeys = container.passkeys()
        self.passwords = container.passwords()
        self.people = container.people()
        self.privacy = container.privacy()
        self.registration = container.registration()
        self.reporting = container.reporting()
        self.rooms = container.rooms()
        self.second_steps = container.second_steps()
        self.sessions = container.sessions()
        self.stays = container.stays()
        self.suspensions = container.suspensions()
        self.timeline = container.timeline()
        self.afterwards = container.afterwards()
        self.do_job = self.afterwards.do

    async def enter(self, account: Account) -> Viewer:
        """Keep a new account as it is, signed in; its password is ``password of`` its name."""
        kept = replace(account, password_hash=f"hash of password of {account.full_name}")
        session = builders.session(kept)
        await keep(self.storage.unit, kept, session)
        return Viewer(
            account=kept.id, session=session.id, role=role_of(kept), signed_in_at=session.created_at
        )

    async def run_jobs(self) -> None:
        """Do what commands have queued."""
        await self.storage.run_jobs(self.do_job)

    async def mails_to(self, address: str) -> list[Mail]:
        """Read the mails to an address, the oldest first."""
        kept = reversed(await self.mailbox.list())
        return [one.mail for one in kept if one.mail.to_address == address]
