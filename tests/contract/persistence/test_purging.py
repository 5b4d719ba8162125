"""What has had its time goes, a batch at a time, and nothing else."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from tests.support.builders import (
    IDS,
    account,
    conference,
    enquiry,
    link,
    presence,
    report,
    session,
)
from tests.support.clock import NOW
from tests.support.keeping import keep
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.ids import ProcessId
from wexstream.domain.model.moderation import Decision
from wexstream.ports.persistence import Transaction, UnitOfWork

HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)
OLD, NEW = NOW - MOMENT, NOW
Purge = Callable[[Transaction, datetime], Awaitable[int]]


async def keep_others(tx: Transaction, owner: Account, at: datetime) -> None:
    """Keep what is no value of the model."""
    await tx.keys.claim(owner.id, str(IDS.new()), digest=b"digest", made=IDS.new(), at=at)
    await tx.processes.keep_alive(ProcessId(IDS.new()), at=OLD, until=at)
    await tx.bans.add(IDS.new().bytes, until=at)


@pytest.fixture
async def filled(unit: UnitOfWork) -> None:
    """Three of everything whose time is over, and one whose time is not."""
    ada, bob = account("Ada"), account("Bob")
    room = conference(bob)
    await keep(unit, ada, bob, room)
    for at in (OLD, OLD, OLD, NEW):
        was_there = replace(presence(room, ada), began_at=NOW - HOUR, ended_at=at)
        closed = report(ada, bob).resolve(Decision.WARN, by=bob.id, at=at)
        written = replace(enquiry(), created_at=at)
        await keep(unit, session(ada, expires_at=at), link(ada, expires_at=at), was_there, closed, written)
        await unit.run(partial(keep_others, owner=ada, at=at))


async def drop_evidence(tx: Transaction, at: datetime) -> int:
    return len(await tx.reports.drop_evidence(closed_before=at, most=2))


PURGES: dict[str, Purge] = {
    "sessions": lambda tx, at: tx.sessions.purge(before=at, most=2),
    "links": lambda tx, at: tx.links.purge(before=at, most=2),
    "keys": lambda tx, at: tx.keys.purge(before=at, most=2),
    "processes": lambda tx, at: tx.processes.purge(before=at, most=2),
    "presences": lambda tx, at: tx.presences.purge(before=at, most=2),
    "enquiries": lambda tx, at: tx.enquiries.purge(before=at, most=2),
    "bans": lambda tx, at: tx.bans.purge(before=at, most=2),
    "evidence": drop_evidence,
}


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("purge", PURGES.values(), ids=PURGES.keys())
async def test_what_is_over_goes_a_batch_at_a_time_and_the_rest_stays(unit: UnitOfWork, purge: Purge) -> None:
    assert [await unit.run(lambda tx: purge(tx, NOW)) for _ in range(3)] == [2, 1, 0]
    assert [await unit.run(lambda tx: purge(tx, NOW + MOMENT)) for _ in range(2)] == [1, 0]


async def test_who_is_unverified_for_long_is_named_the_oldest_first(unit: UnitOfWork) -> None:
    old, older, new = (
        replace(account(state=AccountState.UNVERIFIED), created_at=NOW - hours * HOUR) for hours in (1, 2, 0)
    )
    active = replace(account(), created_at=NOW - 3 * HOUR)
    await keep(unit, old, older, new, active)
    assert list(await unit.run(lambda tx: tx.accounts.unverified(since=NOW, most=9))) == [older.id, old.id]
    assert list(await unit.run(lambda tx: tx.accounts.unverified(since=NOW, most=1))) == [older.id]
