from dataclasses import replace
from datetime import timedelta
from functools import partial

from tests.support.builders import IDS, account, blocked, connected, message, viewer
from tests.support.changing import change, erase
from tests.support.clock import NOW
from tests.support.keeping import keep, send
from tests.support.pages import present, walk
from wexstream.domain.model.account import Account
from wexstream.domain.model.ids import MessageId
from wexstream.domain.model.message import Box, Message
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries

NOBODY = views.Person(id=None, full_name=None, picture=None)


def person(owner: Account) -> views.Person:
    return views.Person(id=owner.id, full_name=owner.full_name, picture=owner.picture)


def name_alone(owner: Account) -> views.Person:
    return views.Person(id=None, full_name=owner.full_name, picture=None)


async def listed(queries: Queries, who: Account, box: Box) -> list[views.MessageRow]:
    return await walk(partial(queries.messages, viewer(who), box))


async def test_each_has_his_own_copy_in_his_own_box(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    sent = message(ada, subject="Tea", body="At five?")
    await send(unit, sent, ada, bob, eve)
    await unit.run(lambda tx: tx.messages.mark(eve.id, sent.id, read=True))
    expected = views.MessageRow(
        id=sent.id,
        box=Box.INBOX,
        sender=person(ada),
        recipients=[],
        subject="Tea",
        excerpt="At five?",
        read=False,
        created_at=sent.created_at,
    )
    assert await listed(queries, bob, Box.INBOX) == [expected]
    assert await listed(queries, eve, Box.INBOX) == [replace(expected, read=True)]
    own = replace(expected, box=Box.SENT, recipients=[person(bob), person(eve)], read=True)
    assert await listed(queries, ada, Box.SENT) == [own]
    assert await listed(queries, ada, Box.INBOX) == []
    assert await listed(queries, bob, Box.SENT) == []


async def test_a_box_has_the_newest_first_and_the_id_breaks_ties(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    sent: list[Message] = []
    for hours in (1, 3, 1, 2):
        sent.append(replace(message(ada), created_at=NOW + timedelta(hours=hours)))
        await send(unit, sent[-1], ada, bob)
    for limit in (1, 2, 4):
        for who, box in [(bob, Box.INBOX), (ada, Box.SENT)]:
            rows = await walk(partial(queries.messages, viewer(who), box), limit=limit)
            assert [row.id for row in rows] == [sent[number].id for number in (1, 3, 2, 0)]


async def test_a_list_shows_how_the_body_begins_and_the_message_all_of_it(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    body = "𐐷é\n" * 100
    sent = message(ada, body=body)
    await send(unit, sent, ada, bob)
    [row] = await listed(queries, bob, Box.INBOX)
    assert row.excerpt == body[:200]
    assert present(await queries.message(viewer(bob), sent.id)).body == body


async def test_a_message_says_in_which_box_it_lies_and_whether_its_sender_can_be_written_to(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    sent = message(ada)
    await send(unit, sent, ada, bob)
    received = present(await queries.message(viewer(bob), sent.id))
    assert (received.box, received.recipients, received.answerable) == (Box.INBOX, [], True)
    own = present(await queries.message(viewer(ada), sent.id))
    assert (own.box, own.recipients, own.answerable) == (Box.SENT, [person(bob)], False)
    await change(unit, replace(ada, messages_from_strangers=False))
    assert not present(await queries.message(viewer(bob), sent.id)).answerable


async def test_a_message_of_which_one_has_no_copy_is_not_there(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    sent = message(ada)
    await send(unit, sent, ada, bob)
    await unit.run(lambda tx: tx.messages.remove(bob.id, sent.id))
    for who, name in [(bob, sent.id), (eve, sent.id), (ada, MessageId(IDS.new()))]:
        assert await queries.message(viewer(who), name) is None
    assert await listed(queries, bob, Box.INBOX) == []


async def test_the_sender_still_sees_to_whom_he_wrote_whatever_they_did_with_it(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    sent = message(ada)
    await send(unit, sent, ada, bob)
    await unit.run(lambda tx: tx.messages.remove(bob.id, sent.id))
    [row] = await listed(queries, ada, Box.SENT)
    assert row.recipients == [person(bob)]


async def test_recipients_are_in_the_order_of_their_names_and_those_who_are_gone_at_the_end(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    others = [account(name) for name in ("Éva", "Zoe", "bob", "Ann", "eva")]
    await keep(unit, *others)
    sent = message(ada)
    await send(unit, sent, ada, *others)
    await erase(unit, others[3])
    [row] = await listed(queries, ada, Box.SENT)
    expected = [person(others[number]) for number in (2, 0, 4, 1)]
    assert row.recipients == [*expected, NOBODY]
    assert present(await queries.message(viewer(ada), sent.id)).recipients == row.recipients


async def test_what_was_received_stays_from_nobody_when_its_sender_is_erased(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    sent = message(ada)
    await send(unit, sent, ada, bob)
    await erase(unit, ada)
    [row] = await listed(queries, bob, Box.INBOX)
    assert row.sender == NOBODY
    shown = present(await queries.message(viewer(bob), sent.id))
    assert (shown.sender, shown.answerable) == (NOBODY, False)


async def test_what_was_received_stays_with_a_name_alone_when_its_sender_may_not_be_seen(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    sent = message(ada)
    await send(unit, sent, ada, bob, eve)
    await keep(unit, blocked(ada, bob))
    for box, who in [(Box.INBOX, bob), (Box.INBOX, eve), (Box.SENT, ada)]:
        assert len(await listed(queries, who, box)) == 1
    assert present(await queries.message(viewer(bob), sent.id)).sender == name_alone(ada)
    assert not present(await queries.message(viewer(bob), sent.id)).answerable
    own = present(await queries.message(viewer(ada), sent.id))
    assert own.recipients == [name_alone(bob), person(eve)]
    await change(unit, ada.suspend(at=NOW))
    assert present(await queries.message(viewer(eve), sent.id)).sender == name_alone(ada)


async def test_moderators_still_see_the_profile_of_a_suspended_sender(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    moderator = account(moderator=True)
    await keep(unit, moderator, connected(ada, moderator))
    sent = message(ada)
    await send(unit, sent, ada, moderator)
    await change(unit, ada.suspend(at=NOW))
    shown = present(await queries.message(viewer(moderator), sent.id))
    assert (shown.sender, shown.answerable) == (person(ada), False)
