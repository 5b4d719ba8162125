"""Whom somebody does not know."""

from dataclasses import replace
from datetime import timedelta

from tests.support.builders import account, asked, blocked, connected, copies, message, viewer
from tests.support.clock import NOW
from tests.support.ids import CountingIds
from tests.support.keeping import keep
from wexstream.domain.model.account import Account
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.strangers import CONNECTIONS_MOST, Reach
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries

NOBODY = AccountId(CountingIds().new())


async def reach(queries: Queries, who: Account, *others: Account) -> Reach:
    found = await queries.reach(viewer(who), [other.id for other in others])
    assert found is not None
    return found


async def write(unit: UnitOfWork, sender: Account, to: Account) -> None:
    sent = message(sender)
    await unit.run(lambda tx: tx.messages.add(sent, copies(sent, sender, [to])))


async def test_those_with_whom_one_has_nothing_to_do_are_strangers(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    await keep(unit, connected(bob, eve))
    await write(unit, bob, eve)
    assert await reach(queries, ada, bob, eve) == Reach(since=NOW, connections=0, strangers=2, asked=0)
    assert await reach(queries, ada) == Reach(since=NOW, connections=0, strangers=0, asked=0)


async def test_who_is_connected_or_has_asked_is_none(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    await keep(unit, connected(ada, bob), asked(eve, ada))
    assert await reach(queries, ada, bob, eve) == Reach(since=NOW, connections=1, strangers=0, asked=0)
    assert (await reach(queries, bob, ada)).strangers == 0


async def test_whom_one_has_asked_is_one_who_was_asked(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    await keep(unit, asked(ada, bob))
    assert await reach(queries, ada, bob, eve) == Reach(since=NOW, connections=0, strangers=2, asked=1)


async def test_who_has_written_is_none_whatever_became_of_it(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    sent = message(bob)
    await unit.run(lambda tx: tx.messages.add(sent, copies(sent, bob, [ada])))
    assert (await reach(queries, ada, bob)).strangers == 0
    assert (await reach(queries, bob, ada)).strangers == 1
    assert await unit.run(lambda tx: tx.messages.remove(ada.id, sent.id))
    assert (await reach(queries, ada, bob)).strangers == 0


async def test_a_block_looks_like_nothing(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    await keep(unit, blocked(ada, bob), blocked(eve, ada))
    assert (await reach(queries, ada, bob, eve)).strangers == 2


async def test_who_is_not_there_is_a_stranger(queries: Queries, ada: Account) -> None:
    found = await queries.reach(viewer(ada), [NOBODY])
    assert found is not None
    assert found.strangers == 1


async def test_who_was_erased_a_moment_ago_reaches_nobody(queries: Queries) -> None:
    assert await queries.reach(viewer(account()), [NOBODY]) is None


async def test_it_is_told_since_when_one_is_there(unit: UnitOfWork, queries: Queries) -> None:
    grace = replace(account("Grace"), created_at=NOW - timedelta(days=3))
    await keep(unit, grace)
    assert (await reach(queries, grace)).since == NOW - timedelta(days=3)


async def test_connections_are_counted_as_far_as_they_matter(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    others = [account(f"Other {number}") for number in range(CONNECTIONS_MOST + 1)]
    await keep(unit, *others, *(connected(ada, other) for other in others[1:]))
    assert (await reach(queries, ada)).connections == CONNECTIONS_MOST
    await keep(unit, connected(ada, others[0]))
    assert (await reach(queries, ada)).connections == CONNECTIONS_MOST
    assert (await reach(queries, others[0])).connections == 1
