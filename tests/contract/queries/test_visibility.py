"""Every query, of every viewer, shows what the model's pure functions say, and nothing else."""

from collections.abc import Mapping
from functools import partial
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.builders import BROADCAST, viewer
from tests.support.expected import Expected
from tests.support.pages import walk
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.worlds import QUERIES, World, worlds
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.message import Box
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.relation import Standing
from wexstream.ports.queries import Queries


@settings(few, max_examples=2 * few.max_examples)
@given(world=worlds(), asked=st.lists(st.sampled_from(QUERIES), min_size=3, max_size=3, unique=True))
async def test_each_viewer_is_shown_what_the_rules_say(
    storage: Storage, world: World, asked: list[str]
) -> None:
    await world.keep(storage.unit)
    try:
        for account in world.accounts:
            if account.state is AccountState.ACTIVE and account.id != world.erased:
                seen = Expected(world=world, me=account)
                await people_are_shown(storage.queries, seen)
                await people_are_found(storage.queries, seen, asked)
                await conferences_are_shown(storage.queries, seen)
                await messages_are_shown(storage.queries, seen)
                await notifications_are_shown(storage.queries, seen)
                if account.moderator:
                    await the_suspended_are_shown(storage.queries, seen)
        await those_with_streams_are_told(storage.queries, world)
    finally:
        await world.leave(storage.unit)


async def people_are_shown(queries: Queries, seen: Expected) -> None:
    me = viewer(seen.me)
    for owner in seen.world.accounts:
        assert await queries.profile(me, owner.id) == seen.profile(owner.id)
        assert await queries.picture(me, owner.id) == seen.picture(owner.id)
    for standing in (Standing.CONNECTED, Standing.INCOMING, Standing.OUTGOING):
        listed = await walk(partial(queries.connections, me, standing))
        assert listed == seen.connections(standing)
    assert await walk(partial(queries.blocks, me)) == seen.blocked()


async def people_are_found(queries: Queries, seen: Expected, asked: list[str]) -> None:
    me = viewer(seen.me)
    for query, messageable in product(asked, (False, True)):
        found = await walk(partial(queries.search, me, query, messageable=messageable))
        assert found == seen.search(query, messageable=messageable)


async def conferences_are_shown(queries: Queries, seen: Expected) -> None:
    me = viewer(seen.me)
    for owner in seen.world.accounts:
        page = await queries.conferences(me, owner.id, Slice(limit=100))
        assert (page and page.items) == seen.conferences(owner.id)
    for conference in seen.world.conferences:
        assert await queries.conference(me, conference.id) == seen.conference(conference.id)
        assert await queries.preview(conference.id) == seen.preview(conference.id)
        members = await queries.members(me, conference.id, Slice(limit=100))
        joined = seen.members(conference.id)
        assert (members and members.items) == joined
        removed = await queries.members(me, conference.id, Slice(limit=100), removed=True)
        assert (removed and removed.items) == (joined and [one for one in joined if one.removed])
    for state in BROADCAST:
        listed = await walk(partial(queries.timeline, me, state))
        assert listed == seen.timeline(state)
    assert await queries.live(me) == seen.live()


async def messages_are_shown(queries: Queries, seen: Expected) -> None:
    me = viewer(seen.me)
    for box in Box:
        listed = await walk(partial(queries.messages, me, box))
        assert listed == seen.messages(box)
    for letter in seen.world.letters:
        assert await queries.message(me, letter.message.id) == seen.message(letter)


async def notifications_are_shown(queries: Queries, seen: Expected) -> None:
    me = viewer(seen.me)
    expected = seen.notifications()
    assert await walk(partial(queries.notifications, me)) == expected
    singles = {told.id: told for told in expected}
    for told in seen.world.notifications:
        assert await queries.notification(me, told.id) == singles.get(told.id)
    assert await queries.counters(me) == seen.counters()


async def those_with_streams_are_told(queries: Queries, world: World) -> None:
    """What concerns several is for each of them what the rules say of him alone."""
    here = {
        account.id: Expected(world=world, me=account)
        for account in world.accounts
        if account.state is AccountState.ACTIVE and account.id != world.erased
    }
    conferences = [conference.id for conference in world.conferences]
    concerned = await queries.concerned(conferences, here)
    assert pairs(concerned.listed) == {
        (conference.id, name)
        for name, seen in here.items()
        for conference in seen.conferences_left.values()
        if seen.has_listed(conference)
    }
    live = {(shown.conference.id, name) for name, seen in here.items() for shown in seen.live()}
    assert pairs(concerned.live) == pairs(await queries.shown_live(here)) == live
    assert await queries.counters_of(here) == {name: seen.counters() for name, seen in here.items()}
    for speaker in here:
        connected = {name for name, seen in here.items() if seen.standing(speaker) is Standing.CONNECTED}
        assert await queries.connected([speaker], here) == connected


def pairs(found: Mapping[ConferenceId, set[AccountId]]) -> set[tuple[ConferenceId, AccountId]]:
    return {(conference, account) for conference, accounts in found.items() for account in accounts}


async def the_suspended_are_shown(queries: Queries, seen: Expected) -> None:
    listed = await walk(partial(queries.suspended, viewer(seen.me)))
    assert listed == seen.suspended()
