"""Where one's network is: the live conferences in which people of it are."""

from dataclasses import replace
from datetime import timedelta

from tests.support.builders import account, asked, blocked, conference, connected, member, presence, viewer
from tests.support.clock import NOW
from tests.support.keeping import keep
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.conference import Conference, ConferenceState, Visibility
from wexstream.domain.model.ids import ConferenceId
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries

MINUTE = timedelta(minutes=1)
PUBLIC, PRIVATE = Visibility.PUBLIC, Visibility.PRIVATE


def named(*people: Account) -> list[views.Person]:
    return [views.Person(id=person.id, full_name=person.full_name, picture=None) for person in people]


async def room(
    unit: UnitOfWork, speaker: Account, *there: Account, visibility: Visibility = PUBLIC
) -> Conference:
    """Keep a live conference with people in it, each a minute after the other."""
    made = conference(speaker, visibility=visibility)
    present = [
        replace(presence(made, guest), began_at=NOW + minutes * MINUTE) for minutes, guest in enumerate(there)
    ]
    await keep(unit, made, *present)
    return made


async def found(queries: Queries, who: Account) -> list[ConferenceId]:
    return [company.conference.id for company in await queries.live(viewer(who))]


async def test_a_stranger_s_public_conference_shows_those_of_ones_network_who_are_there(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    cleo, stranger = account("Cleo"), account("A stranger")
    await keep(unit, cleo, stranger, connected(ada, bob), connected(ada, cleo))
    made = await room(unit, eve, eve, stranger, cleo, bob)
    [company] = await queries.live(viewer(ada))
    assert company.conference == await queries.conference(viewer(ada), made.id)
    assert (company.network, company.network_count) == (named(cleo, bob), 2)


async def test_a_speaker_of_ones_network_is_there_as_well(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    await keep(unit, connected(ada, bob))
    made = await room(unit, bob, bob, visibility=PRIVATE)
    [company] = await queries.live(viewer(ada))
    assert (company.conference.id, company.network) == (made.id, named(bob))


async def test_the_own_conference_shows_who_of_ones_network_came_and_not_oneself(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    await keep(unit, connected(ada, bob))
    await room(unit, ada, ada, bob)
    [company] = await queries.live(viewer(ada))
    assert (company.conference.mine, company.network) == (True, named(bob))


async def test_where_one_may_not_look_nobody_is_to_be_seen(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    blocker, gone = account("Blocker"), account("Gone", state=AccountState.SUSPENDED)
    await keep(unit, blocker, gone, connected(ada, bob), blocked(blocker, ada))
    await room(unit, eve, bob, visibility=PRIVATE)
    await room(unit, blocker, bob)
    await room(unit, gone, bob)
    assert await found(queries, ada) == []


async def test_only_the_active_people_of_ones_network_count_and_only_while_they_are_there(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    suspended, asking, left = account("S", state=AccountState.SUSPENDED), account("Asking"), account("Left")
    await keep(unit, suspended, asking, left, connected(ada, suspended), asked(asking, ada))
    await keep(unit, connected(ada, left))
    made = await room(unit, bob, bob, suspended, asking, eve)
    await keep(unit, presence(made, left).end(at=NOW), member(made, left))
    assert await found(queries, ada) == []


async def test_what_is_finished_is_left_out(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    finished = conference(bob, state=ConferenceState.FINISHED, visibility=PUBLIC)
    await keep(unit, connected(ada, bob), finished, presence(finished, bob))
    assert await found(queries, ada) == []


async def test_five_are_shown_who_are_there_longest_and_all_are_counted(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    friends = [account(f"Friend {number}") for number in range(7)]
    await keep(unit, *friends, *(connected(ada, friend) for friend in friends))
    await room(unit, bob, *friends)
    [company] = await queries.live(viewer(ada))
    assert (company.network, company.network_count) == (named(*friends[:5]), 7)


async def test_the_latest_fifty_are_shown_the_id_breaking_ties(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    await keep(unit, connected(ada, bob))
    made = [conference(bob, visibility=PUBLIC) for _ in range(52)]
    broadcast = [replace(one, broadcast_at=NOW + (number // 2) * MINUTE) for number, one in enumerate(made)]
    await keep(unit, *broadcast, *(presence(one, bob) for one in broadcast))
    assert await found(queries, ada) == [one.id for one in reversed(broadcast[2:])]
