from wexstream.ports.persistence import UnitOfWork

DIGEST, OTHER = b"\x00" * 32, b"\xff" * 32


async def has(unit: UnitOfWork, digest: bytes) -> bool:
    return await unit.run(lambda tx: tx.bans.has(digest))


async def test_an_address_is_banned_once_it_was_added(unit: UnitOfWork) -> None:
    assert not await has(unit, DIGEST)
    await unit.run(lambda tx: tx.bans.add(DIGEST))
    assert await has(unit, DIGEST)
    assert not await has(unit, OTHER)


async def test_banning_an_address_again_changes_nothing(unit: UnitOfWork) -> None:
    await unit.run(lambda tx: tx.bans.add(DIGEST))
    await unit.run(lambda tx: tx.bans.add(DIGEST))
    assert await has(unit, DIGEST)
    await unit.run(lambda tx: tx.bans.remove(DIGEST))
    assert not await has(unit, DIGEST)


async def test_lifting_a_ban_that_is_not_there_changes_nothing(unit: UnitOfWork) -> None:
    await unit.run(lambda tx: tx.bans.add(OTHER))
    await unit.run(lambda tx: tx.bans.remove(DIGEST))
    assert not await has(unit, DIGEST)
    assert await has(unit, OTHER)
