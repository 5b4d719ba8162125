"""Puts the parts together: the only place that knows which adapter stands behind which port.

Swap a part by ``container.clock.override(...)`` and the like, before it is used.
"""

import time
from email.headerregistry import Address
from secrets import token_bytes
from typing import Any

import asyncpg
from dependency_injector import containers, providers

from wexstream.adapters.files.pictures import FolderPictures
from wexstream.adapters.images.pillow import PillowFormat
from wexstream.adapters.jitsi.meetings import JitsiMeetings
from wexstream.adapters.jitsi.server import JitsiMisconfigured, JitsiServer
from wexstream.adapters.mail.disk import DiskMailbox
from wexstream.adapters.mail.smtp import Encryption, SmtpCarrier, SmtpSettings
from wexstream.adapters.mail.writer import LetterWriter
from wexstream.adapters.memory.jobs import MemoryJobs
from wexstream.adapters.memory.mailbox import MemoryMailbox
from wexstream.adapters.memory.pictures import MemoryPictures
from wexstream.adapters.memory.push import MemoryPush
from wexstream.adapters.memory.queries import MemoryQueries
from wexstream.adapters.memory.store import Store
from wexstream.adapters.memory.throttle import MemoryThrottle
from wexstream.adapters.memory.unit_of_work import MemoryUnitOfWork
from wexstream.adapters.peer.meetings import IceServers, PeerMeetings
from wexstream.adapters.postgres.queries import PostgresQueries
from wexstream.adapters.postgres.throttle import PostgresThrottle
from wexstream.adapters.postgres.unit_of_work import PostgresUnitOfWork
from wexstream.adapters.security.attempts import JwtAttempts
from wexstream.adapters.security.keys import derive
from wexstream.adapters.security.passkeys import FidoAuthenticators, JwtChallengeTickets
from wexstream.adapters.security.passwords import Argon2Passwords
from wexstream.adapters.security.room_passes import JwtRoomPasses
from wexstream.adapters.security.second_step import HmacRecoveryCodes, JwtHalfwayTickets, TotpCodes
from wexstream.adapters.security.tokens import (
    HmacBans,
    HmacDeviceTokens,
    HmacLinkTokens,
    HmacOptOutTokens,
    JwtSessionTokens,
    SignedPictureLinks,
)
from wexstream.adapters.system.clock import SystemClock
from wexstream.adapters.system.ids import SystemIds
from wexstream.domain.usecases.accounts import Accounts
from wexstream.domain.usecases.afterwards import Afterwards
from wexstream.domain.usecases.appeals import Appeals
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.broadcasts import Broadcasts
from wexstream.domain.usecases.conferences import Conferences
from wexstream.domain.usecases.connections import Connections
from wexstream.domain.usecases.consequences import Consequences
from wexstream.domain.usecases.correspondence import Correspondence
from wexstream.domain.usecases.enquiries import Enquiries
from wexstream.domain.usecases.entrance import Entrance
from wexstream.domain.usecases.erasure import Erasure
from wexstream.domain.usecases.gathering import Gathering
from wexstream.domain.usecases.guests import Guests
from wexstream.domain.usecases.housekeeping import Housekeeping
from wexstream.domain.usecases.identities import Identities
from wexstream.domain.usecases.letters import Letters
from wexstream.domain.usecases.links import Links
from wexstream.domain.usecases.messages import Messages
from wexstream.domain.usecases.moderation import Moderation
from wexstream.domain.usecases.notifications import Notifications
from wexstream.domain.usecases.operating import Operating
from wexstream.domain.usecases.opting_out import OptingOut
from wexstream.domain.usecases.passkeys import Passkeys
from wexstream.domain.usecases.passwords import Passwords
from wexstream.domain.usecases.people import People
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.portraits import Portraits
from wexstream.domain.usecases.privacy import Privacy
from wexstream.domain.usecases.registration import Registration
from wexstream.domain.usecases.reporting import Reporting
from wexstream.domain.usecases.rooms import Rooms
from wexstream.domain.usecases.second_steps import SecondSteps
from wexstream.domain.usecases.sessions import Sessions
from wexstream.domain.usecases.stays import Stays
from wexstream.domain.usecases.strangers import Strangers
from wexstream.domain.usecases.suspensions import Suspensions
from wexstream.domain.usecases.timeline import Timeline
from wexstream.domain.usecases.ways_in import WaysIn
from wexstream.entrypoints.allowances import Allowances
from wexstream.entrypoints.events.feed import Feed
from wexstream.entrypoints.rooms.hub import Hub
from wexstream.entrypoints.settings import WrongSettings
from wexstream.entrypoints.settings.parts import Elsewhere, Ice, Jitsi, Mail, Settings, Smtp
from wexstream.ports.clock import Clock
from wexstream.ports.files import Pictures
from wexstream.ports.identity import IdentityProviders
from wexstream.ports.ids import Ids
from wexstream.ports.mail import Mailbox, MailCarrier
from wexstream.ports.meetings import Meetings
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.push import Push
from wexstream.ports.queries import Queries
from wexstream.ports.security import Throttle


def _given_later() -> providers.Dependency[Any]:
    """Leave a place for a part; dependency-injector's own type for it fits no protocol."""
    return providers.Dependency()


class Container(containers.DeclarativeContainer):
    """Every use case, over ports that are given when it is made: see ``in_memory`` and ``on_server``.

    ``secret`` is that from which every key is derived; ``public_url`` bears no slash at its end.
    """

    secret: providers.Provider[bytes] = providers.Dependency(instance_of=bytes)
    public_url: providers.Provider[str] = providers.Dependency(instance_of=str)
    policy: providers.Provider[Policy] = providers.Dependency(instance_of=Policy)
    unit: providers.Provider[UnitOfWork] = _given_later()
    queries: providers.Provider[Queries] = _given_later()
    throttle: providers.Provider[Throttle] = _given_later()
    carrier: providers.Provider[MailCarrier] = _given_later()
    pictures: providers.Provider[Pictures] = _given_later()
    meetings: providers.Provider[Meetings] = _given_later()
    push: providers.Provider[Push] = _given_later()
    identity_providers: providers.Provider[IdentityProviders] = providers.Object({})
    clock: providers.Provider[Clock] = providers.Singleton(SystemClock)
    ids: providers.Provider[Ids] = providers.Singleton(SystemIds)

    hasher = providers.Singleton(Argon2Passwords)
    link_tokens = providers.Singleton(HmacLinkTokens, secret)
    opt_out_tokens = providers.Singleton(HmacOptOutTokens, secret)
    session_tokens = providers.Singleton(JwtSessionTokens, secret)
    device_tokens = providers.Singleton(HmacDeviceTokens, secret)
    room_passes = providers.Singleton(JwtRoomPasses, secret)
    attempts = providers.Singleton(JwtAttempts, secret)
    app_codes = providers.Singleton(TotpCodes, secret, issuer="Wexstream")
    recovery_codes = providers.Singleton(HmacRecoveryCodes, secret)
    halfway_tickets = providers.Singleton(JwtHalfwayTickets, secret)
    authenticators = providers.Singleton(FidoAuthenticators, public_url)
    challenge_tickets = providers.Singleton(JwtChallengeTickets, secret)
    picture_links = providers.Singleton(SignedPictureLinks, secret, public_url)
    ban_digests = providers.Singleton(HmacBans, secret)
    writer = providers.Singleton(LetterWriter, base_url=public_url, product="Wexstream")

    consequences = providers.Singleton(Consequences, ids=ids)
    audit = providers.Singleton(Audit, clock=clock, ids=ids, policy=policy)
    erasure = providers.Singleton(Erasure, ids=ids, audit=audit, carrier=carrier)
    ways_in = providers.Singleton(WaysIn, ids=ids, audit=audit)
    links = providers.Singleton(
        Links, clock=clock, ids=ids, tokens=link_tokens, bans=ban_digests, audit=audit, policy=policy
    )
    passwords = providers.Singleton(
        Passwords,
        unit=unit,
        clock=clock,
        ids=ids,
        hasher=hasher,
        links=links,
        audit=audit,
        throttle=throttle,
    )
    registration = providers.Singleton(
        Registration,
        unit=unit,
        clock=clock,
        ids=ids,
        passwords=passwords,
        links=links,
        erasure=erasure,
        audit=audit,
        throttle=throttle,
        policy=policy,
    )
    suspensions = providers.Singleton(
        Suspensions, unit=unit, clock=clock, bans=ban_digests, consequences=consequences, audit=audit
    )
    entrance = providers.Singleton(
        Entrance,
        clock=clock,
        ids=ids,
        tickets=halfway_tickets,
        suspensions=suspensions,
        audit=audit,
        policy=policy,
    )
    sessions = providers.Singleton(
        Sessions,
        unit=unit,
        queries=queries,
        clock=clock,
        ids=ids,
        passwords=hasher,
        tokens=session_tokens,
        audit=audit,
        devices=device_tokens,
        throttle=throttle,
        entrance=entrance,
        policy=policy,
    )
    second_steps = providers.Singleton(
        SecondSteps,
        unit=unit,
        queries=queries,
        clock=clock,
        ids=ids,
        app_codes=app_codes,
        recovery_codes=recovery_codes,
        tickets=halfway_tickets,
        entrance=entrance,
        passwords=passwords,
        ways=ways_in,
        throttle=throttle,
    )
    passkeys = providers.Singleton(
        Passkeys,
        unit=unit,
        queries=queries,
        clock=clock,
        ids=ids,
        authenticators=authenticators,
        tickets=challenge_tickets,
        entrance=entrance,
        passwords=passwords,
        ways=ways_in,
        providers=identity_providers,
        throttle=throttle,
    )
    identities = providers.Singleton(
        Identities,
        unit=unit,
        queries=queries,
        clock=clock,
        ids=ids,
        providers=identity_providers,
        attempts=attempts,
        passwords=passwords,
        entrance=entrance,
        links=links,
        erasure=erasure,
        audit=audit,
        ways=ways_in,
        throttle=throttle,
        policy=policy,
        public_url=public_url,
    )
    accounts = providers.Singleton(
        Accounts,
        unit=unit,
        queries=queries,
        clock=clock,
        ids=ids,
        pictures=pictures,
        throttle=throttle,
        policy=policy,
    )
    people = providers.Singleton(
        People, queries=queries, clock=clock, pictures=pictures, picture_links=picture_links
    )
    strangers = providers.Singleton(Strangers, queries=queries, throttle=throttle, clock=clock)
    connections = providers.Singleton(
        Connections,
        unit=unit,
        queries=queries,
        clock=clock,
        consequences=consequences,
        throttle=throttle,
        strangers=strangers,
    )
    conferences = providers.Singleton(
        Conferences,
        unit=unit,
        queries=queries,
        clock=clock,
        ids=ids,
        passwords=hasher,
        consequences=consequences,
        policy=policy,
    )
    rooms = providers.Singleton(
        Rooms,
        unit=unit,
        clock=clock,
        ids=ids,
        passwords=hasher,
        picture_links=picture_links,
        meetings=meetings,
        passes=room_passes,
        consequences=consequences,
        throttle=throttle,
        policy=policy,
    )
    guests = providers.Singleton(Guests, unit=unit, clock=clock)
    stays = providers.Singleton(Stays, unit=unit, clock=clock, passes=room_passes, policy=policy)
    broadcasts = providers.Singleton(Broadcasts, unit=unit, ids=ids)
    timeline = providers.Singleton(Timeline, unit=unit, queries=queries)
    messages = providers.Singleton(
        Messages,
        unit=unit,
        queries=queries,
        clock=clock,
        ids=ids,
        throttle=throttle,
        strangers=strangers,
    )
    notifications = providers.Singleton(Notifications, unit=unit, queries=queries)
    opting_out = providers.Singleton(OptingOut, unit=unit, tokens=opt_out_tokens)
    reporting = providers.Singleton(Reporting, unit=unit, clock=clock, ids=ids, throttle=throttle)
    moderation = providers.Singleton(
        Moderation,
        unit=unit,
        queries=queries,
        clock=clock,
        ids=ids,
        pictures=pictures,
        suspensions=suspensions,
        consequences=consequences,
        audit=audit,
    )
    appeals = providers.Singleton(
        Appeals,
        unit=unit,
        queries=queries,
        clock=clock,
        throttle=throttle,
        suspensions=suspensions,
        consequences=consequences,
        audit=audit,
    )
    operating = providers.Singleton(
        Operating, unit=unit, queries=queries, ways=ways_in, erasure=erasure, audit=audit
    )
    enquiries = providers.Singleton(
        Enquiries, unit=unit, clock=clock, ids=ids, throttle=throttle, policy=policy
    )
    privacy = providers.Singleton(
        Privacy,
        unit=unit,
        queries=queries,
        clock=clock,
        erasure=erasure,
        audit=audit,
        passwords=passwords,
        pictures=pictures,
        throttle=throttle,
    )
    hub = providers.Singleton(
        Hub,
        queries=queries,
        stays=stays,
        rooms=rooms,
        push=push,
        clock=clock,
        ids=ids,
        policy=policy,
    )
    allowances = providers.Singleton(Allowances, time.monotonic_ns)
    feed = providers.Singleton(Feed, queries=queries, push=push, clock=clock)
    housekeeping = providers.Singleton(Housekeeping, unit=unit, clock=clock, erasure=erasure)
    gathering = providers.Singleton(Gathering, unit=unit, clock=clock, ids=ids)
    letters = providers.Singleton(
        Letters, clock=clock, tokens=link_tokens, opt_outs=opt_out_tokens, policy=policy
    )
    correspondence = providers.Singleton(
        Correspondence, unit=unit, letters=letters, writer=writer, carrier=carrier
    )
    portraits = providers.Singleton(Portraits, unit=unit, pictures=pictures)
    afterwards = providers.Singleton(
        Afterwards,
        broadcasts=broadcasts,
        gathering=gathering,
        correspondence=correspondence,
        portraits=portraits,
    )


class InMemory(Container):
    """The whole platform in this process: nothing outlives it, and no server is needed.

    What commands queue runs when ``run_pending`` is called.
    """

    store = providers.Singleton(Store)
    mailbox = providers.Singleton(MemoryMailbox, Container.clock)
    jobs = providers.Singleton(MemoryJobs, store, Container.clock)


async def run_pending(container: InMemory) -> int:
    """Run the jobs that are due; tell how many."""
    return await container.jobs().run_pending(container.afterwards().do)


def in_memory(
    *, policy: Policy | None = None, clock: Clock | None = None, ids: Ids | None = None
) -> InMemory:
    """Make a platform in memory, with a clock and names of one's own if wanted."""
    container = InMemory(
        secret=token_bytes(32), public_url="http://localhost:4003", policy=policy or Policy()
    )
    if clock is not None:
        container.clock.override(providers.Object(clock))
    if ids is not None:
        container.ids.override(providers.Object(ids))
    container.push.override(providers.Singleton(MemoryPush))
    container.unit.override(providers.Singleton(MemoryUnitOfWork, container.store, container.push))
    container.queries.override(providers.Singleton(MemoryQueries, container.store))
    container.throttle.override(providers.Singleton(MemoryThrottle, container.clock))
    container.carrier.override(container.mailbox)
    container.pictures.override(providers.Singleton(MemoryPictures, providers.Singleton(PillowFormat)))
    container.meetings.override(providers.Singleton(PeerMeetings, IceServers()))
    return container


class OnServer(Container):
    """The platform of a server; ``mailbox`` is where mails are kept, None where they are sent."""

    counters: providers.Provider[PostgresThrottle] = _given_later()
    mailbox: providers.Provider[Mailbox | None] = providers.Object(None)


def on_server(settings: Settings, pool: asyncpg.Pool, push: Push) -> OnServer:
    """Make the platform of a server, over the database of a pool. Raises WrongSettings."""
    container = OnServer(secret=settings.secret, public_url=settings.http.public_url, policy=settings.policy)
    container.push.override(providers.Object(push))
    container.unit.override(providers.Singleton(PostgresUnitOfWork, pool, push))
    container.queries.override(providers.Singleton(PostgresQueries, pool))
    key = derive(settings.secret, "throttle")
    container.counters.override(providers.Singleton(PostgresThrottle, pool, container.clock, key=key))
    container.throttle.override(container.counters)
    form = providers.Singleton(PillowFormat)
    container.pictures.override(providers.Singleton(FolderPictures, settings.pictures, form))
    container.meetings.override(providers.Object(_meetings(settings.jitsi, settings.ice)))
    if settings.elsewhere != Elsewhere():
        # What asks them takes a tenth of the start to import, and most servers name none.
        from wexstream.entrypoints.infrastructure.elsewhere import identity_providers  # noqa: PLC0415

        offered = identity_providers(settings.elsewhere, container.clock())
        container.identity_providers.override(providers.Object(offered))
    _send_mails(container, settings.mail)
    return container


def _meetings(jitsi: Jitsi | None, ice: Ice) -> Meetings:
    return PeerMeetings(ice_servers(ice)) if jitsi is None else JitsiMeetings(jitsi_server(jitsi))


def ice_servers(ice: Ice) -> IceServers:
    """Make what is known of the servers that help browsers to reach each other."""
    return IceServers(stun=ice.stun, turn=ice.turn, turn_secret=ice.turn_secret)


def jitsi_server(jitsi: Jitsi) -> JitsiServer:
    """Make what is known of a Jitsi server. Raises WrongSettings."""
    try:
        return JitsiServer(
            host=jitsi.host,
            app_id=jitsi.app_id,
            secret=jitsi.secret,
            private_key=jitsi.private_key,
            key_id=jitsi.key_id,
            subject=jitsi.subject,
            script=jitsi.script,
        )
    except JitsiMisconfigured as error:
        raise WrongSettings(str(error).splitlines()) from error


def smtp_settings(sender: Address, smtp: Smtp) -> SmtpSettings:
    """Make what is known of the server that takes mails."""
    usual = Encryption.usual(smtp.host, smtp.port)
    return SmtpSettings(
        host=smtp.host,
        port=smtp.port,
        sender=sender,
        encryption=Encryption(smtp.encryption) if smtp.encryption else usual,
        user=smtp.user,
        password=smtp.password,
    )


def _send_mails(container: OnServer, mail: Mail) -> None:
    if mail.smtp is None:
        kept = providers.Singleton(DiskMailbox, mail.mailbox, sender=mail.sender, clock=container.clock)
        container.mailbox.override(kept)
        container.carrier.override(kept)
        return
    settings = smtp_settings(mail.sender, mail.smtp)
    container.carrier.override(providers.Singleton(SmtpCarrier, settings, container.clock))
