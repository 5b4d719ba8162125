"""What the model has no word on is the same in memory and in SQL all the same."""

from hypothesis import given

from tests.support.builders import viewer
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.taking_along import export
from tests.support.worlds import World, worlds


@few
@given(world=worlds())
async def test_what_is_taken_along_is_the_same(
    memory_storage: Storage, postgres_storage: Storage, world: World
) -> None:
    storages = (memory_storage, postgres_storage)
    for storage in storages:
        await world.keep(storage.unit)
    try:
        for account in world.accounts:
            in_memory, in_sql = [await export(storage.queries, viewer(account)) for storage in storages]
            assert in_sql == in_memory
    finally:
        for storage in storages:
            await world.leave(storage.unit)
