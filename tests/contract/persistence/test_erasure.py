from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.support.builders import (
    IDS,
    account,
    asked,
    conference,
    connected,
    identity,
    link,
    member,
    message,
    notification,
    passkey,
    presence,
    report,
    sanction,
    second_step,
    session,
    viewer,
)
from tests.support.clock import NOW
from tests.support.keeping import keep, put_on_timelines, send
from tests.support.overlap import transaction, waiting
from tests.support.storage import Storage
from wexstream.domain.model.account import Account, Holders
from wexstream.domain.model.conference import Conference, Presence
from wexstream.domain.model.identity import Identity
from wexstream.domain.model.link import Link
from wexstream.domain.model.message import Box, Message
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.session import Session
from wexstream.ports.jobs import (
    Job,
    MailAddressKnown,
    MailPasswordChanged,
    MailSuspended,
    MailUpheld,
    MailWayChanged,
    WayChange,
)
from wexstream.ports.mail import MailRefused
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.views import Person

LIVE = NotificationKind.CONFERENCE_LIVE
RECEIVED = NotificationKind.MESSAGE_RECEIVED
NOTICES = (MailAddressKnown, MailPasswordChanged, MailSuspended, MailUpheld)
OCCASION = IDS.new()
NOBODY = Person(id=None, full_name=None, picture=None)


@pytest.fixture
async def ada(unit: UnitOfWork) -> Account:
    """The one who leaves."""
    ada = replace(account("Augusta Ada King", email="Augusta@example.org"), bio="Countess of Lovelace")
    await keep(unit, ada)
    return ada


@pytest.fixture
async def bob(unit: UnitOfWork, ada: Account) -> Account:
    bob = account("Bob")
    await keep(unit, bob, connected(ada, bob))
    return bob


async def erase_in(tx: Transaction, gone: Account) -> None:
    await tx.accounts.lock([gone.id])
    await tx.accounts.erase(gone.id)


async def erase(unit: UnitOfWork, gone: Account) -> None:
    await unit.run(lambda tx: erase_in(tx, gone))


def jobs_about(owner: Account) -> Sequence[Job]:
    notices: list[Job] = [kind(account=owner.id, occasion=OCCASION) for kind in NOTICES]
    change = WayChange.SECOND_STEP_ON
    return [*notices, MailWayChanged(account=owner.id, occasion=OCCASION, change=change)]


async def claim(unit: UnitOfWork, owner: Account, key: str) -> None:
    await unit.run(lambda tx: tx.keys.claim(owner.id, key, digest=b"digest", made=IDS.new(), at=NOW))


async def find_message(unit: UnitOfWork, owner: Account, sent: Message, box: Box) -> Message | None:
    return await unit.run(lambda tx: tx.messages.find(owner.id, sent.id, box))


async def recipients(storage: Storage, sender: Account, sent: Message) -> list[Person]:
    shown = await storage.queries.message(viewer(sender), sent.id)
    assert shown is not None
    return shown.recipients


async def test_an_account_that_was_erased_is_found_no_more_and_others_are(
    unit: UnitOfWork, ada: Account, bob: Account
) -> None:
    await erase(unit, ada)
    assert await unit.run(lambda tx: tx.accounts.find(ada.id)) is None
    assert await unit.run(lambda tx: tx.accounts.find_by_address(ada.address_key)) == Holders()
    assert await unit.run(lambda tx: tx.accounts.lock([ada.id, bob.id])) == {bob.id: bob}


async def test_nothing_that_is_kept_holds_its_id_its_address_or_its_name(
    storage: Storage, ada: Account, bob: Account, eve: Account
) -> None:
    unit = storage.unit
    own, others = conference(ada), conference(bob)
    written, received = message(ada), message(bob)
    await keep(unit, session(ada), identity(ada), second_step(ada), passkey(ada), link(ada))
    await keep(unit, own, others, asked(eve, ada))
    await send(unit, written, ada, bob, eve)
    await send(unit, received, bob, ada, eve)
    await put_on_timelines(unit, own, [bob])
    await put_on_timelines(unit, others, [ada])
    for room, guest in [(own, bob), (others, ada)]:
        await keep(unit, presence(room, guest), member(room, guest))
    await keep(unit, notification(ada, LIVE, actor=bob, about=others))
    await keep(unit, notification(bob, LIVE, actor=ada, about=own))
    await keep(unit, notification(bob, RECEIVED, actor=ada, about=written))
    await keep(unit, report(ada, bob), replace(report(bob, ada), evidence=None))
    await keep(unit, report(bob, eve).resolve(Decision.DISMISS, by=ada.id, at=NOW))
    await keep(unit, sanction(bob, by=ada), sanction(ada, by=bob).plead("It was not me.", at=NOW))
    await claim(unit, ada, "key")
    await unit.run(lambda tx: tx.jobs.add(*jobs_about(ada)))
    identifying = [str(ada.id), ada.email, ada.address_key, ada.full_name, ada.folded_name]
    before = (await storage.everything_kept()).lower()
    assert all(one.lower() in before for one in identifying[:4])
    await erase(unit, ada)
    after = (await storage.everything_kept()).lower()
    assert [one for one in identifying if one.lower() in after] == []
    assert str(bob.id) in after


async def test_what_is_its_own_goes(storage: Storage, ada: Account, bob: Account, eve: Account) -> None:
    own = conference(ada)
    gone: list[Session | Identity | Link | Conference | Presence | Notification] = [
        session(ada),
        identity(ada),
        link(ada),
        own,
        presence(own, bob),
        notification(ada, actor=bob),
        notification(bob, actor=ada),
        notification(eve, LIVE, actor=ada, about=own),
    ]
    await keep(storage.unit, *gone, member(own, bob))
    await put_on_timelines(storage.unit, own, [bob])
    before = await storage.everything_kept()
    await erase(storage.unit, ada)
    after = await storage.everything_kept()
    names = [one.subject if isinstance(one, Identity) else str(one.id) for one in gone]
    assert [name for name in names if name not in before] == []
    assert [name for name in names if name in after] == []


async def test_what_is_of_others_stays(unit: UnitOfWork, ada: Account, bob: Account, eve: Account) -> None:
    room = conference(bob)
    of_eve, told = presence(room, eve), notification(eve, LIVE, actor=bob, about=room)
    kept_link, kept_session, kept_identity = link(bob), session(bob), identity(bob)
    await keep(unit, connected(bob, eve), room, of_eve, presence(room, ada), member(room, eve), told)
    await keep(unit, kept_link, kept_session, kept_identity)
    await put_on_timelines(unit, room, [ada, eve])
    await erase(unit, ada)

    async def look(tx: Transaction) -> None:
        assert await tx.relations.find(bob.id, eve.id) == connected(bob, eve)
        assert await tx.conferences.find(room.id) == room
        assert list(await tx.presences.standing(room.id)) == [of_eve]
        assert await tx.presences.member(room.id, eve.id) == member(room, eve)
        assert set(await tx.timeline.hold_audience(room.id)) == {eve.id}
        assert await tx.notifications.find(told.id) == told
        assert await tx.links.find(kept_link.id) == kept_link
        assert list(await tx.identities.of(bob.id)) == [kept_identity]
        assert await tx.sessions.end(bob.id, kept_session.id)

    await unit.run(look)


async def test_what_it_sent_stays_with_its_recipients_without_a_sender(
    unit: UnitOfWork, ada: Account, bob: Account
) -> None:
    sent = message(ada)
    await send(unit, sent, ada, bob)
    await erase(unit, ada)
    assert await find_message(unit, bob, sent, Box.INBOX) == replace(sent, sender=None)


async def test_what_it_sent_goes_when_nobody_else_has_a_copy(
    storage: Storage, ada: Account, bob: Account
) -> None:
    sent = message(ada, body="Only mine")
    await send(storage.unit, sent, ada, bob)
    await storage.unit.run(lambda tx: tx.messages.remove(bob.id, sent.id))
    assert "Only mine" in await storage.everything_kept()
    await erase(storage.unit, ada)
    assert "Only mine" not in await storage.everything_kept()


async def test_what_it_was_sent_goes_when_nobody_else_has_a_copy(
    storage: Storage, ada: Account, bob: Account
) -> None:
    sent = message(bob, body="Only hers")
    await send(storage.unit, sent, bob, ada)
    await storage.unit.run(lambda tx: tx.messages.remove(bob.id, sent.id))
    assert "Only hers" in await storage.everything_kept()
    await erase(storage.unit, ada)
    assert "Only hers" not in await storage.everything_kept()


async def test_in_what_others_sent_it_is_a_recipient_without_a_name(
    storage: Storage, ada: Account, bob: Account, eve: Account
) -> None:
    sent = message(bob)
    await send(storage.unit, sent, bob, ada, eve)
    await erase(storage.unit, ada)
    assert await find_message(storage.unit, bob, sent, Box.SENT) == sent
    shown = await recipients(storage, bob, sent)
    assert len(shown) == 2
    assert NOBODY in shown


async def test_two_who_were_written_to_may_both_be_erased(
    storage: Storage, ada: Account, bob: Account, eve: Account
) -> None:
    sent = message(bob)
    await send(storage.unit, sent, bob, ada, eve)
    await erase(storage.unit, ada)
    await erase(storage.unit, eve)
    assert await recipients(storage, bob, sent) == [NOBODY, NOBODY]


async def test_jobs_that_name_it_never_run_and_others_do(
    storage: Storage, ada: Account, bob: Account
) -> None:
    ran: list[Job] = []

    async def handle(job: Job) -> None:
        ran.append(job)

    await storage.unit.run(lambda tx: tx.jobs.add(*jobs_about(ada), *jobs_about(bob)))
    await erase(storage.unit, ada)
    await storage.run_jobs(handle)
    assert sorted(ran, key=repr) == sorted(jobs_about(bob), key=repr)


async def test_jobs_that_name_it_and_are_held_go_too(storage: Storage, ada: Account, bob: Account) -> None:
    async def refuse(_: Job) -> None:
        raise MailRefused

    await storage.unit.run(lambda tx: tx.jobs.add(*jobs_about(ada), *jobs_about(bob)))
    await storage.run_jobs(refuse)
    await erase(storage.unit, ada)
    assert sorted(await storage.held_jobs(), key=repr) == sorted(jobs_about(bob), key=repr)


async def test_an_erasure_that_is_rolled_back_changes_nothing(
    storage: Storage, ada: Account, bob: Account
) -> None:
    sent = message(ada)
    await send(storage.unit, sent, ada, bob)
    await storage.unit.run(lambda tx: tx.jobs.add(*jobs_about(ada)))
    before = await storage.everything_kept()
    async with transaction(storage.unit, commits=False) as open_one:
        await erase_in(open_one, ada)
    assert await storage.everything_kept() == before


async def test_a_message_is_kept_from_going_twice_when_its_last_two_owners_leave_at_once(
    storage: Storage, ada: Account, bob: Account
) -> None:
    sent = message(bob, body="Of both")
    await send(storage.unit, sent, bob, ada)
    async with transaction(storage.unit) as open_one:
        await erase_in(open_one, ada)
        other = await waiting(storage, lambda tx: erase_in(tx, bob))
    await other
    assert "Of both" not in await storage.everything_kept()
