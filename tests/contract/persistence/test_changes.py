"""Of each change: others see it once it is committed, not before, and never when it is rolled back."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

import pytest

from tests.support import builders
from tests.support.builders import HOUR, IDS
from tests.support.clock import NOW
from tests.support.overlap import transaction
from tests.support.storage import Storage
from tests.support.world import BANNED, DIGEST, World, create
from wexstream.domain.model.ids import NotificationId, TicketId
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.relation import strangers
from wexstream.ports.jobs import Announce
from wexstream.ports.persistence import Transaction

Change: TypeAlias = Callable[[World, Transaction], Awaitable[object]]
LATER = NOW + 2 * HOUR


async def forget_presence(world: World, tx: Transaction) -> None:
    await tx.presences.save(world.presence.end(at=NOW))
    await tx.presences.purge(before=LATER, most=9)


async def send_message(world: World, tx: Transaction) -> None:
    sent = builders.message(world.bob)
    await tx.messages.add(sent, builders.copies(sent, world.bob, [world.ada]))


CHANGES: dict[str, Change] = {
    "accounts.add": lambda _, tx: tx.accounts.add(builders.account("Kim")),
    "accounts.save": lambda it, tx: tx.accounts.save(replace(it.ada, full_name="Augusta")),
    "accounts.erase": lambda it, tx: tx.accounts.erase(it.bob.id),
    "sessions.add": lambda it, tx: tx.sessions.add(builders.session(it.ada)),
    "sessions.end": lambda it, tx: tx.sessions.end(it.bob.id, it.session.id),
    "sessions.end_all": lambda it, tx: tx.sessions.end_all(it.bob.id),
    "sessions.seen": lambda it, tx: tx.sessions.seen(it.session.id, at=LATER),
    "sessions.purge": lambda _, tx: tx.sessions.purge(before=LATER, most=9),
    "identities.add": lambda it, tx: tx.identities.add(builders.identity(it.ada)),
    "identities.remove": lambda it, tx: tx.identities.remove(it.bob.id, it.identity.provider),
    "second_steps.save": lambda it, tx: tx.second_steps.save(replace(it.second_step, last_step=2)),
    "second_steps.remove": lambda it, tx: tx.second_steps.remove(it.bob.id),
    "second_steps.keep_codes": lambda it, tx: tx.second_steps.keep_codes(it.ada.id, [BANNED]),
    "second_steps.use_code": lambda it, tx: tx.second_steps.use_code(it.bob.id, DIGEST),
    "passkeys.add": lambda it, tx: tx.passkeys.add(builders.passkey(it.ada)),
    "passkeys.save": lambda it, tx: tx.passkeys.save(replace(it.passkey, sign_count=7)),
    "passkeys.remove": lambda it, tx: tx.passkeys.remove(it.passkey.id),
    "tickets.use": lambda _, tx: tx.tickets.use(TicketId(IDS.new()), until=LATER),
    "tickets.purge": lambda _, tx: tx.tickets.purge(before=LATER, most=9),
    "links.add": lambda it, tx: tx.links.add(builders.link(it.ada)),
    "links.save": lambda it, tx: tx.links.save(replace(it.link, used_at=NOW)),
    "links.supersede": lambda it, tx: tx.links.supersede(it.bob.id, LinkPurpose.VERIFY),
    "links.purge": lambda _, tx: tx.links.purge(before=LATER, most=9),
    "bans.add": lambda _, tx: tx.bans.add(DIGEST, until=None),
    "bans.purge": lambda _, tx: tx.bans.purge(before=LATER, most=9),
    "bans.remove": lambda _, tx: tx.bans.remove(BANNED),
    "relations.lock": lambda it, tx: tx.relations.lock(it.ada.id, [it.eve.id]),
    "relations.save": lambda it, tx: tx.relations.save(strangers(it.ada.id, it.bob.id)),
    "conferences.add": lambda it, tx: tx.conferences.add(builders.conference(it.bob)),
    "conferences.save": lambda it, tx: tx.conferences.save(replace(it.room, title="On numbers")),
    "conferences.remove": lambda it, tx: tx.conferences.remove(it.room.id),
    "presences.add": lambda it, tx: tx.presences.add(builders.presence(it.room, it.ada)),
    "presences.save": lambda it, tx: tx.presences.save(it.presence.end(at=NOW)),
    "presences.end": lambda it, tx: tx.presences.end(it.room.id, at=NOW),
    "presences.end (of some)": lambda it, tx: tx.presences.end(it.room.id, [it.bob.id], at=NOW),
    "presences.release": lambda it, tx: tx.presences.release(it.process, until=LATER),
    "presences.purge": forget_presence,
    "presences.add_member": lambda it, tx: tx.presences.add_member(builders.member(it.room, it.eve)),
    "presences.save_member": lambda it, tx: tx.presences.save_member(it.member.leave(at=NOW)),
    "processes.keep_alive": lambda it, tx: tx.processes.keep_alive(it.process, at=NOW, until=LATER),
    "processes.end": lambda it, tx: tx.processes.end(it.process),
    "processes.purge": lambda _, tx: tx.processes.purge(before=LATER, most=9),
    "signals.add": lambda it, tx: tx.signals.add([builders.signal(it.room)]),
    "signals.purge": lambda _, tx: tx.signals.purge(before=LATER),
    "timeline.add": lambda it, tx: tx.timeline.add(it.room, [it.eve.id]),
    "timeline.remove": lambda it, tx: tx.timeline.remove(it.bob.id, it.room.id),
    "timeline.sever": lambda it, tx: tx.timeline.sever(it.bob.id, it.ada.id),
    "messages.add": send_message,
    "messages.mark": lambda it, tx: tx.messages.mark(it.bob.id, it.message.id, read=True),
    "messages.remove": lambda it, tx: tx.messages.remove(it.bob.id, it.message.id),
    "notifications.add": lambda it, tx: tx.notifications.add([builders.notification(it.eve, actor=it.bob)]),
    "notifications.tell": lambda it, tx: tx.notifications.tell(
        {it.eve.id: NotificationId(IDS.new())}, NotificationKind.CONFERENCE_FINISHED, it.room, at=NOW
    ),
    "notifications.mark": lambda it, tx: tx.notifications.mark(it.bob.id, it.live.id, read=True),
    "notifications.mark_all_read": lambda it, tx: tx.notifications.mark_all_read(it.bob.id),
    "notifications.remove": lambda it, tx: tx.notifications.remove(it.bob.id, it.live.id),
    "notifications.remove_all": lambda it, tx: tx.notifications.remove_all(it.bob.id),
    "notifications.answer_request": lambda it, tx: tx.notifications.answer_request(
        asker=it.eve.id, asked=it.bob.id
    ),
    "notifications.withdraw_request": lambda it, tx: tx.notifications.withdraw_request(
        asker=it.eve.id, asked=it.bob.id
    ),
    "notifications.sever": lambda it, tx: tx.notifications.sever(it.bob.id, it.ada.id),
    "notifications.follow_copy (mark)": lambda it, tx: tx.notifications.follow_copy(
        it.bob.id, it.message.id, read=True
    ),
    "notifications.follow_copy (delete)": lambda it, tx: tx.notifications.follow_copy(
        it.bob.id, it.message.id, read=None
    ),
    "reports.add": lambda it, tx: tx.reports.add(builders.report(it.bob, it.ada)),
    "reports.save": lambda it, tx: tx.reports.save(replace(it.report, reason="He is kind.")),
    "reports.drop_evidence": lambda _, tx: tx.reports.drop_evidence(closed_before=LATER, most=9),
    "sanctions.add": lambda it, tx: tx.sanctions.add(builders.sanction(it.eve)),
    "sanctions.save": lambda it, tx: tx.sanctions.save(it.warning.lift(at=NOW)),
    "enquiries.add": lambda _, tx: tx.enquiries.add(builders.enquiry()),
    "enquiries.purge": lambda _, tx: tx.enquiries.purge(before=LATER, most=9),
    "enquiries.remove": lambda it, tx: tx.enquiries.remove(it.enquiry.id),
    "enquiries.remove_from": lambda it, tx: tx.enquiries.remove_from(it.enquiry.address_key),
    "keys.claim": lambda it, tx: tx.keys.claim(it.ada.id, "key", digest=DIGEST, made=IDS.new(), at=NOW),
    "keys.purge": lambda _, tx: tx.keys.purge(before=LATER, most=9),
    "jobs.add": lambda it, tx: tx.jobs.add(Announce(conference=it.room.id)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
async def test_a_change_is_seen_by_others_once_it_is_committed_and_not_before(
    storage: Storage, change: Change
) -> None:
    world = await create(storage.unit)
    before = await storage.everything_kept()
    async with transaction(storage.unit) as open_one:
        await change(world, open_one)
        assert await storage.everything_kept() == before
    assert await storage.everything_kept() != before


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
async def test_a_change_that_is_rolled_back_was_never_made(storage: Storage, change: Change) -> None:
    world = await create(storage.unit)
    before = await storage.everything_kept()
    async with transaction(storage.unit, commits=False) as open_one:
        await change(world, open_one)
    assert await storage.everything_kept() == before
