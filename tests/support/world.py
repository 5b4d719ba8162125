"""A little of everything that can be kept, so that there is something to change."""

from dataclasses import dataclass

from tests.support import builders
from tests.support.clock import NOW
from tests.support.keeping import keep, put_on_timelines, send
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import Conference, Member, Presence
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.identity import Identity
from wexstream.domain.model.ids import ProcessId, TicketId
from wexstream.domain.model.link import Link
from wexstream.domain.model.message import Message
from wexstream.domain.model.moderation import Decision, Report
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.passkey import Passkey
from wexstream.domain.model.relation import Relation
from wexstream.domain.model.room import Signal
from wexstream.domain.model.sanction import Sanction
from wexstream.domain.model.second_step import SecondStep
from wexstream.domain.model.session import Session
from wexstream.ports.persistence import Transaction, UnitOfWork

BANNED = b"\x00" * 32
KEY = "key"
TICKET = TicketId(builders.IDS.new())
DIGEST = b"\xff" * 32


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Ada speaks; Bob is connected to her, was told of it, and is in her room. Eve has asked Bob."""

    ada: Account
    bob: Account
    eve: Account
    connection: Relation
    session: Session
    identity: Identity
    second_step: SecondStep
    passkey: Passkey
    link: Link
    room: Conference
    process: ProcessId
    presence: Presence
    member: Member
    signal: Signal
    message: Message
    live: Notification
    request: Notification
    received: Notification
    report: Report
    decided: Report
    warning: Sanction
    enquiry: Enquiry


def describe() -> World:
    ada, bob, eve = builders.account("Ada"), builders.account("Bob"), builders.account("Eve")
    room, message = builders.conference(ada), builders.message(ada)
    process = ProcessId(builders.IDS.new())
    decided = builders.report(eve, bob).resolve(Decision.WARN, by=ada.id, at=NOW)
    return World(
        ada=ada,
        bob=bob,
        eve=eve,
        connection=builders.connected(ada, bob),
        session=builders.session(bob),
        identity=builders.identity(bob),
        second_step=builders.second_step(bob),
        passkey=builders.passkey(bob),
        link=builders.link(bob),
        room=room,
        process=process,
        presence=builders.held(builders.presence(room, bob), by=process),
        member=builders.member(room, bob),
        signal=builders.signal(room),
        message=message,
        live=builders.notification(bob, NotificationKind.CONFERENCE_LIVE, actor=ada, about=room),
        request=builders.notification(bob, NotificationKind.CONNECTION_REQUESTED, actor=eve),
        received=builders.notification(bob, NotificationKind.MESSAGE_RECEIVED, actor=ada, about=message),
        report=builders.report(bob, eve),
        decided=decided,
        warning=builders.sanction(bob, by=ada, report=decided),
        enquiry=builders.enquiry(),
    )


async def create(unit: UnitOfWork) -> World:
    world = describe()
    await keep(unit, world.ada, world.bob, world.eve, world.connection)
    await keep(unit, builders.asked(world.eve, world.bob), world.session, world.identity)
    await keep(unit, world.second_step, world.passkey, world.link)
    await keep(unit, world.room, world.presence, world.member)
    await put_on_timelines(unit, world.room, [world.bob])
    await send(unit, world.message, world.ada, world.bob)
    await keep(unit, world.live, world.request, world.received)
    await keep(unit, world.report, world.decided, world.warning, world.enquiry)

    async def work(tx: Transaction) -> None:
        await tx.bans.add(BANNED, until=NOW)
        await tx.second_steps.keep_codes(world.bob.id, [DIGEST])
        await tx.tickets.use(TICKET, until=NOW)
        await tx.signals.add([world.signal])
        await tx.processes.keep_alive(world.process, at=NOW, until=NOW)
        await tx.keys.claim(world.bob.id, KEY, digest=DIGEST, made=builders.IDS.new(), at=NOW)

    await unit.run(work)
    return world
