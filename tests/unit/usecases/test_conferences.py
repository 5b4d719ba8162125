"""Conferences, as their speakers make them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from tests.support.acting import (
    NOWHERE,
    befriend,
    broadcast,
    create,
    enter,
    kinds_told,
    present_in,
)
from tests.support.builders import BROADCAST
from tests.support.clock import NOW
from tests.support.meanwhile import overtaken
from tests.support.platform import POLICY, Platform
from tests.support.storage import MemoryStorage
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import ConferenceChanges, ConferenceState, Visibility
from wexstream.domain.model.errors import (
    ConferenceFinished,
    ConferenceNotLive,
    EmailNotVerified,
    Invalid,
    NotFound,
    NotSignedIn,
    NotSpeaker,
    WrongPassword,
)
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.conferences import ConferenceDraft
from wexstream.ports.persistence import Transaction

CREATED = ConferenceState.CREATED
LIVE = ConferenceState.LIVE
FINISHED = ConferenceState.FINISHED


async def state_of(platform: Platform, viewer: Viewer, conference: ConferenceId) -> ConferenceState:
    return (await platform.conferences.show(viewer, conference)).state


async def remove(conference: ConferenceId, tx: Transaction) -> None:
    await tx.conferences.remove(conference)


class TestCreating:
    async def test_makes_what_was_drafted_and_starts_nothing(self, platform: Platform) -> None:
        ada = await enter(platform)
        draft = ConferenceDraft(
            title=" On engines ", visibility=Visibility.PUBLIC, description="Notes A to G", password="engine"
        )
        shown = await platform.conferences.show(ada, await platform.conferences.create(ada, draft))
        assert (shown.title, shown.description, shown.visibility, shown.locked) == (
            "On engines",
            "Notes A to G",
            Visibility.PUBLIC,
            True,
        )
        assert (shown.state, shown.created_at, shown.broadcast_at, shown.mine) == (CREATED, NOW, None, True)

    @pytest.mark.parametrize(
        ("title", "description", "password"),
        [(" ", None, None), ("x", "x" * 2_001, None), ("x", None, ""), ("x" * 121, None, None)],
    )
    async def test_of_what_cannot_be_is_refused(
        self, platform: Platform, title: str, description: str | None, password: str | None
    ) -> None:
        ada = await enter(platform)
        draft = ConferenceDraft(
            title=title, visibility=Visibility.PRIVATE, description=description, password=password
        )
        with pytest.raises(Invalid):
            await platform.conferences.create(ada, draft)
        assert not (await platform.people.conferences(ada, ada.account, Slice())).items

    async def test_is_refused_to_who_is_not_there_any_more(self, platform: Platform) -> None:
        ada = await enter(platform)
        await platform.privacy.erase(ada, password="password of Ada Lovelace")
        with pytest.raises(NotSignedIn):
            await create(platform, ada)


class TestSeeing:
    async def test_is_for_whoever_may_see_it(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        private, public = await create(platform, ada), await create(platform, ada, Visibility.PUBLIC)
        for hidden in (private, NOWHERE):
            with pytest.raises(NotFound):
                await platform.conferences.show(bob, hidden)
            with pytest.raises(NotFound):
                await platform.conferences.members(bob, hidden, Slice())
        assert (await platform.conferences.show(bob, public)).speaker.full_name == "Ada Lovelace"
        assert not (await platform.conferences.members(bob, public, Slice())).items

    async def test_without_signing_in_is_for_what_the_operator_shows(self, platform: Platform) -> None:
        ada = await enter(platform)
        public = await broadcast(platform, ada, Visibility.PUBLIC)
        with pytest.raises(NotSignedIn):
            await platform.conferences.preview(public)
        open_house = Platform(MemoryStorage(), policy=replace(POLICY, public_preview=True))
        ada = await enter(open_house)
        shown = await open_house.conferences.preview(await broadcast(open_house, ada, Visibility.PUBLIC))
        assert (shown.title, shown.speaker, shown.state) == ("On engines", "Ada Lovelace", LIVE)
        for hidden in (NOWHERE, await broadcast(open_house, ada)):
            with pytest.raises(NotSignedIn):
                await open_house.conferences.preview(hidden)


class TestEditing:
    @pytest.mark.parametrize("state", ConferenceState)
    async def test_changes_what_is_given_in_any_state(
        self, platform: Platform, state: ConferenceState
    ) -> None:
        ada = await enter(platform)
        conference = await create(platform, ada, password="engine")
        if state is not CREATED:
            await platform.conferences.start(ada, conference)
        if state is FINISHED:
            await platform.conferences.finish(ada, conference)
        before = await platform.conferences.show(ada, conference)
        await platform.conferences.edit(ada, conference, ConferenceChanges())
        assert await platform.conferences.show(ada, conference) == before
        changes = ConferenceChanges(title="Engines", description="Notes", password=None)
        await platform.conferences.edit(ada, conference, changes)
        expected = replace(before, title="Engines", description="Notes", locked=False)
        assert await platform.conferences.show(ada, conference) == expected
        await platform.conferences.edit(ada, conference, ConferenceChanges(description=None))
        assert await platform.conferences.show(ada, conference) == replace(expected, description=None)

    @pytest.mark.parametrize(
        "changes",
        [ConferenceChanges(title=""), ConferenceChanges(description="\x00"), ConferenceChanges(password="")],
    )
    async def test_to_what_cannot_be_is_refused(self, platform: Platform, changes: ConferenceChanges) -> None:
        ada = await enter(platform)
        conference = await create(platform, ada)
        with pytest.raises(Invalid):
            await platform.conferences.edit(ada, conference, changes)

    async def test_locks_for_those_who_come_and_throws_out_nobody(self, platform: Platform) -> None:
        ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        conference = await broadcast(platform, ada, Visibility.PUBLIC)
        await platform.rooms.join(bob, conference)
        await platform.conferences.edit(ada, conference, ConferenceChanges(password="engine"))
        assert await present_in(platform, conference) == {ada.account, bob.account}
        with pytest.raises(WrongPassword):
            await platform.rooms.join(eve, conference)

    async def test_to_private_puts_strangers_out_and_tells_nobody(self, platform: Platform) -> None:
        ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        await befriend(platform, ada, bob)
        conference = await broadcast(platform, ada, Visibility.PUBLIC)
        for guest in (bob, eve):
            await platform.rooms.join(guest, conference)
        before = await kinds_told(platform, bob)
        for visibility in (Visibility.PRIVATE, Visibility.PUBLIC):
            await platform.conferences.edit(ada, conference, ConferenceChanges(visibility=visibility))
            await platform.run_jobs()
        assert await present_in(platform, conference) == {ada.account, bob.account}
        assert await kinds_told(platform, bob) == before


class TestStartingAndFinishing:
    async def test_goes_one_way_and_again_changes_nothing(self, platform: Platform) -> None:
        ada = await enter(platform)
        conference = await create(platform, ada)
        with pytest.raises(ConferenceNotLive):
            await platform.conferences.finish(ada, conference)
        for _ in range(2):
            await platform.conferences.start(ada, conference)
            platform.clock.advance(timedelta(seconds=5))
        shown = await platform.conferences.show(ada, conference)
        assert (shown.state, shown.broadcast_at) == (LIVE, NOW)
        for _ in range(2):
            await platform.conferences.finish(ada, conference)
            platform.clock.advance(timedelta(seconds=5))
        shown = await platform.conferences.show(ada, conference)
        assert (shown.state, shown.finished_at) == (FINISHED, NOW + timedelta(seconds=10))
        with pytest.raises(ConferenceFinished):
            await platform.conferences.start(ada, conference)

    async def test_never_ends_before_it_began_whatever_the_clock_says(self, platform: Platform) -> None:
        ada = await enter(platform)
        conference = await broadcast(platform, ada)
        platform.clock.advance(-timedelta(seconds=5))
        await platform.conferences.finish(ada, conference)
        assert (await platform.conferences.show(ada, conference)).finished_at == NOW

    async def test_lets_the_speaker_in_and_in_the_end_everybody_out(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        conference = await broadcast(platform, ada, Visibility.PUBLIC)
        assert await present_in(platform, conference) == {ada.account}
        await platform.rooms.join(bob, conference)
        platform.clock.advance(timedelta(seconds=5))
        await platform.conferences.finish(ada, conference)
        assert not await present_in(platform, conference)
        [member] = (await platform.conferences.members(ada, conference, Slice())).items
        assert member.left_at == platform.clock.now()


class TestDeleting:
    @pytest.mark.parametrize("state", ConferenceState)
    async def test_takes_it_from_everywhere_and_tells_nobody(
        self, platform: Platform, state: ConferenceState
    ) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await befriend(platform, ada, bob)
        conference = await create(platform, ada)
        if state is not CREATED:
            await platform.conferences.start(ada, conference)
            await platform.run_jobs()
        if state is FINISHED:
            await platform.conferences.finish(ada, conference)
        await platform.conferences.delete(ada, conference)
        await platform.run_jobs()
        assert not await kinds_told(platform, bob)
        for listed in BROADCAST:
            assert not (await platform.timeline.list(bob, listed, Slice())).items
        with pytest.raises(NotFound):
            await platform.conferences.delete(ada, conference)


class TestOthersConferences:
    async def test_are_not_to_be_changed_and_if_hidden_not_there(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        commands: list[Callable[[Viewer, ConferenceId], Awaitable[None]]] = [
            platform.conferences.start,
            platform.conferences.finish,
            platform.conferences.delete,
            lambda viewer, one: platform.conferences.edit(viewer, one, ConferenceChanges(title="Mine")),
        ]
        public, private = await create(platform, ada, Visibility.PUBLIC), await create(platform, ada)
        for command in commands:
            with pytest.raises(NotSpeaker):
                await command(bob, public)
            for hidden in (private, NOWHERE):
                with pytest.raises(NotFound):
                    await command(bob, hidden)
        assert await state_of(platform, ada, public) is CREATED

    async def test_are_gone_when_they_are_deleted_at_the_same_time(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        for viewer in (ada, bob):
            conference = await create(platform, ada, Visibility.PUBLIC)
            with pytest.raises(NotFound):
                await overtaken(
                    platform,
                    platform.conferences.start(viewer, conference),
                    by=partial(remove, conference),
                )

    async def test_are_not_there_for_who_is_not_verified_any_more(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob", state=AccountState.UNVERIFIED)
        conference = await create(platform, ada, Visibility.PUBLIC)
        with pytest.raises(EmailNotVerified):
            await platform.rooms.join(bob, conference)
