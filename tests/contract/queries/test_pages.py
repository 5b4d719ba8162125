"""Walking a list by pages of any size gives the whole of it, each item once."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import BROADCAST, viewer
from tests.support.pages import present, walk
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.worlds import QUERIES, World, worlds
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.model.message import Box
from wexstream.domain.model.paging import K, Page, Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.visibility import Role, Viewer
from wexstream.ports.queries import Queries

Read: TypeAlias = Callable[[Slice[K]], Awaitable[Page[Any, K]]]


@few
@given(world=worlds(), query=st.sampled_from(QUERIES))
async def test_pages_of_any_size_are_the_whole_list(storage: Storage, world: World, query: str) -> None:
    await world.keep(storage.unit)
    try:
        for account in world.accounts:
            if account.state is AccountState.ACTIVE and account.id != world.erased:
                for by_name in lists_by_name(storage.queries, viewer(account), query):
                    await is_whole_by_pages(by_name)
                for by_time in lists_by_time(storage.queries, viewer(account)):
                    await is_whole_by_pages(by_time)
                await optional_lists_are_whole(storage.queries, viewer(account), world)
    finally:
        await world.leave(storage.unit)


async def is_whole_by_pages(read: Read[K]) -> None:
    whole = await walk(read)
    for limit in range(1, len(whole) + 1):
        assert await walk(read, limit=limit) == whole


def lists_by_name(queries: Queries, me: Viewer, query: str) -> Iterator[Read[str]]:
    yield partial(queries.search, me, query, messageable=False)
    yield partial(queries.connections, me, Standing.CONNECTED)
    yield partial(queries.blocks, me)


def lists_by_time(queries: Queries, me: Viewer) -> Iterator[Read[datetime]]:
    for state in BROADCAST:
        yield partial(queries.timeline, me, state)
    for box in Box:
        yield partial(queries.messages, me, box)
    yield partial(queries.notifications, me)
    if me.role is Role.MODERATOR:
        yield partial(queries.suspended, me)


async def optional_lists_are_whole(queries: Queries, me: Viewer, world: World) -> None:
    async def conferences(part: Slice[datetime]) -> Page[Any, datetime]:
        return present(await queries.conferences(me, me.account, part))

    await is_whole_by_pages(conferences)
    for conference in world.conferences:

        async def members(
            part: Slice[datetime], *, of: ConferenceId = conference.id, removed: bool = False
        ) -> Page[Any, datetime]:
            return present(await queries.members(me, of, part, removed=removed))

        if await queries.conference(me, conference.id):
            await is_whole_by_pages(members)
            await is_whole_by_pages(partial(members, removed=True))
