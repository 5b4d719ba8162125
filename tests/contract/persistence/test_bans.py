from datetime import datetime

from tests.support.builders import HOUR
from tests.support.clock import NOW
from wexstream.ports.persistence import UnitOfWork

DIGEST, OTHER = b"\x00" * 32, b"\xff" * 32


async def has(unit: UnitOfWork, digest: bytes, *, at: datetime = NOW) -> bool:
    return await unit.run(lambda tx: tx.bans.has(digest, at=at))


async def ban(unit: UnitOfWork, digest: bytes, *, until: datetime | None = None) -> None:
    await unit.run(lambda tx: tx.bans.add(digest, until=until))


async def test_an_address_is_banned_once_it_was_added(unit: UnitOfWork) -> None:
    assert not await has(unit, DIGEST)
    await ban(unit, DIGEST)
    assert await has(unit, DIGEST)
    assert not await has(unit, OTHER)


async def test_an_address_banned_again_is_banned_as_was_said_last(unit: UnitOfWork) -> None:
    for until in (NOW + HOUR, None, NOW + 2 * HOUR):
        await ban(unit, DIGEST, until=until)
        assert await has(unit, DIGEST, at=NOW + HOUR) is (until != NOW + HOUR)
    await unit.run(lambda tx: tx.bans.remove(DIGEST))
    assert not await has(unit, DIGEST)


async def test_a_ban_ends_at_its_time_whether_or_not_it_was_purged(unit: UnitOfWork) -> None:
    await ban(unit, DIGEST, until=NOW + HOUR)
    await ban(unit, OTHER)
    for _ in range(2):
        assert await has(unit, DIGEST, at=NOW)
        assert not await has(unit, DIGEST, at=NOW + HOUR)
        await unit.run(lambda tx: tx.bans.purge(before=NOW + HOUR, most=9))
    await unit.run(lambda tx: tx.bans.purge(before=NOW + 2 * HOUR, most=9))
    assert not await has(unit, DIGEST, at=NOW)
    assert await has(unit, OTHER, at=NOW + 2 * HOUR)


async def test_lifting_a_ban_that_is_not_there_changes_nothing(unit: UnitOfWork) -> None:
    await ban(unit, OTHER)
    await unit.run(lambda tx: tx.bans.remove(DIGEST))
    assert not await has(unit, DIGEST)
    assert await has(unit, OTHER)
