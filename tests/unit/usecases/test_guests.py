"""Whom a speaker sends out of a conference, and lets in again."""

from datetime import timedelta

import pytest

from tests.support.acting import NOBODY, NOWHERE, broadcast, create, enter, present_in
from tests.support.clock import NOW
from tests.support.platform import Platform
from wexstream.domain.model.conference import Member, Visibility
from wexstream.domain.model.errors import (
    ConferenceFinished,
    NotFound,
    NotSignedIn,
    NotSpeaker,
    Removed,
)
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.model.visibility import Viewer


async def open_house(platform: Platform) -> tuple[Viewer, Viewer, ConferenceId]:
    """A public conference that is live, its speaker, and one who has joined it."""
    ada, bob = await enter(platform), await enter(platform, "Bob")
    conference = await broadcast(platform, ada, Visibility.PUBLIC)
    for viewer in (ada, bob):
        await platform.rooms.join(viewer, conference)
    return ada, bob, conference


async def membership(platform: Platform, conference: ConferenceId, viewer: Viewer) -> Member | None:
    return await platform.storage.unit.run(lambda tx: tx.presences.member(conference, viewer.account))


async def test_who_is_removed_has_left_and_stays_out(platform: Platform) -> None:
    ada, bob, conference = await open_house(platform)
    platform.clock.advance(timedelta(seconds=5))
    removed_at = NOW + timedelta(seconds=5)
    for _ in range(2):
        await platform.guests.remove(ada, conference, bob.account)
        platform.clock.advance(timedelta(seconds=5))
    gone = await membership(platform, conference, bob)
    assert gone == Member(
        conference=conference, account=bob.account, joined_at=NOW, left_at=removed_at, removed_at=removed_at
    )
    assert await present_in(platform, conference) == {ada.account}
    with pytest.raises(Removed):
        await platform.rooms.join(bob, conference)


async def test_who_is_readmitted_joins_again(platform: Platform) -> None:
    ada, bob, conference = await open_house(platform)
    await platform.guests.readmit(ada, conference, bob.account)
    assert await present_in(platform, conference) == {ada.account, bob.account}
    await platform.guests.remove(ada, conference, bob.account)
    await platform.guests.readmit(ada, conference, bob.account)
    await platform.rooms.join(bob, conference)
    assert await present_in(platform, conference) == {ada.account, bob.account}


async def test_who_has_left_already_can_be_kept_out_as_well(platform: Platform) -> None:
    ada, bob, conference = await open_house(platform)
    await platform.rooms.leave(bob, conference)
    await platform.guests.remove(ada, conference, bob.account)
    with pytest.raises(Removed):
        await platform.rooms.join(bob, conference)


async def test_of_another_conference_one_stays_a_guest(platform: Platform) -> None:
    ada, bob, conference = await open_house(platform)
    other = await broadcast(platform, ada, Visibility.PUBLIC)
    await platform.rooms.join(bob, other)
    await platform.guests.remove(ada, conference, bob.account)
    assert await present_in(platform, other) == {ada.account, bob.account}
    await platform.rooms.join(bob, other)


@pytest.mark.parametrize("command", ["remove", "readmit"])
async def test_it_is_refused_in_one_order(platform: Platform, command: str) -> None:
    ada, bob, conference = await open_house(platform)
    eve = await enter(platform, "Eve")
    private, waiting = await broadcast(platform, ada), await create(platform, ada)
    act = getattr(platform.guests, command)
    with pytest.raises(NotSignedIn):
        await act(None, conference, bob.account)
    for hidden in (private, NOWHERE):
        with pytest.raises(NotFound):
            await act(eve, hidden, bob.account)
    with pytest.raises(NotSpeaker):
        await act(bob, conference, eve.account)
    for stranger in (NOBODY, eve.account, ada.account):
        with pytest.raises(NotFound):
            await act(ada, conference, stranger)
    with pytest.raises(NotFound):
        await act(ada, waiting, bob.account)
    await platform.conferences.finish(ada, conference)
    with pytest.raises(ConferenceFinished):
        await act(ada, conference, bob.account)
