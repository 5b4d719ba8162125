"""How long each was in a finished conference: the speaker is told of all, others of themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.builders import conference, member, presence, viewer
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.pages import present
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import Conference, ConferenceState, Presence, Visibility
from wexstream.domain.model.paging import Slice
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries

MINUTE = timedelta(minutes=1)


def visit(room: Conference, guest: Account, came: timedelta, left: timedelta) -> Presence:
    return replace(presence(room, guest), began_at=NOW + came, ended_at=NOW + left)


@pytest.fixture
async def attended(unit: UnitOfWork, ada: Account, bob: Account, eve: Account) -> Conference:
    """Bob's, in which Ada was twice, for nine minutes and some, and Eve never, though she joined."""
    made = conference(bob, state=ConferenceState.FINISHED, visibility=Visibility.PUBLIC)
    await keep(unit, made, member(made, ada), replace(member(made, eve), joined_at=NOW + MINUTE))
    await keep(unit, visit(made, ada, 0 * MINUTE, 5 * MINUTE))
    await keep(unit, visit(made, ada, 7 * MINUTE, 11 * MINUTE + timedelta(seconds=2, milliseconds=900)))
    await keep(unit, visit(made, bob, 0 * MINUTE, 60 * MINUTE))
    return made


async def told(queries: Queries, who: Account, room: Conference) -> list[int | None]:
    members = present(await queries.members(viewer(who), room.id, Slice()))
    return [shown.attended_seconds for shown in members.items]


async def test_the_speaker_is_told_of_each_how_long_altogether_in_whole_seconds(
    queries: Queries, bob: Account, attended: Conference
) -> None:
    assert await told(queries, bob, attended) == [9 * 60 + 2, None]


async def test_others_are_told_of_nobody(
    unit: UnitOfWork, queries: Queries, ada: Account, attended: Conference
) -> None:
    assert await told(queries, ada, attended) == [None, None]


async def test_while_it_goes_on_nobody_is_told(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    live = conference(bob, visibility=Visibility.PUBLIC)
    await keep(unit, live, member(live, ada), visit(live, ada, 0 * MINUTE, 5 * MINUTE))
    assert await told(queries, bob, live) == [None]
    assert present(await queries.conference(viewer(ada), live.id)).my_attendance_seconds is None


async def test_a_member_is_told_of_himself_wherever_the_conference_is_shown(
    queries: Queries, ada: Account, bob: Account, attended: Conference
) -> None:
    [listed] = present(await queries.conferences(viewer(ada), bob.id, Slice())).items
    for shown in (listed, present(await queries.conference(viewer(ada), attended.id))):
        assert (shown.joined, shown.my_attendance_seconds) == (True, 9 * 60 + 2)


async def test_who_is_no_member_was_not_there(queries: Queries, bob: Account, attended: Conference) -> None:
    shown = present(await queries.conference(viewer(bob), attended.id))
    assert (shown.joined, shown.my_attendance_seconds) == (False, None)


async def test_the_times_in_another_conference_are_another_s(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, attended: Conference
) -> None:
    other = conference(bob, state=ConferenceState.FINISHED, visibility=Visibility.PUBLIC)
    await keep(unit, other, member(other, ada), visit(other, ada, 0 * MINUTE, 30 * MINUTE))
    assert await told(queries, bob, attended) == [9 * 60 + 2, None]
    assert present(await queries.conference(viewer(ada), other.id)).my_attendance_seconds == 30 * 60
