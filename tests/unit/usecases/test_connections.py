"""Connecting with others, and blocking them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from tests.support.acting import (
    NOBODY,
    befriend,
    broadcast,
    enter,
    find_account,
    kinds_told,
    present_in,
    told,
)
from tests.support.meanwhile import overtaken
from tests.support.platform import Platform
from tests.support.verdicts import SUSPENSION
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.errors import (
    AccountSuspended,
    AlreadyConnected,
    NotFound,
    NothingPending,
    NotSignedIn,
    OwnAccount,
    TooMany,
)
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.visibility import Viewer


async def standing(platform: Platform, one: Viewer, other: Viewer) -> Standing:
    return (await platform.people.profile(one, other.account)).standing


async def listed(platform: Platform, viewer: Viewer, so: Standing) -> list[AccountId]:
    return [row.id for row in (await platform.connections.list(viewer, so, Slice())).items]


async def pair_of(platform: Platform) -> tuple[Viewer, Viewer]:
    return await enter(platform), await enter(platform, "Bob")


class TestAsking:
    async def test_tells_the_other_once_however_often(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        for _ in range(2):
            assert await platform.connections.ask(ada, bob.account) is Standing.OUTGOING
        assert await kinds_told(platform, bob) == ["connection-requested"]
        assert await listed(platform, ada, Standing.OUTGOING) == [bob.account]
        assert await listed(platform, bob, Standing.INCOMING) == [ada.account]

    async def test_and_cancelling_again_and_again_shows_the_last_and_mails_once_a_day(
        self, platform: Platform
    ) -> None:
        ada, bob = await pair_of(platform)
        address = (await platform.accounts.me(bob)).email

        async def ask_often() -> None:
            for _ in range(3):
                await platform.connections.ask(ada, bob.account)
                await platform.run_jobs()
                assert await kinds_told(platform, bob) == ["connection-requested"]
                await platform.connections.part(ada, bob.account)
                assert await kinds_told(platform, bob) == []

        await ask_often()
        assert len(await platform.mails_to(address)) == 1
        platform.clock.advance(timedelta(days=1))
        await ask_often()
        assert len(await platform.mails_to(address)) == 2

    async def test_who_has_asked_me_is_to_approve(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        await platform.connections.ask(ada, bob.account)
        assert await platform.connections.ask(bob, ada.account) is Standing.CONNECTED
        assert await kinds_told(platform, ada) == ["connection-approved"]
        assert await listed(platform, ada, Standing.CONNECTED) == [bob.account]

    async def test_whom_one_is_connected_to_is_refused(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        await befriend(platform, ada, bob)
        with pytest.raises(AlreadyConnected):
            await platform.connections.ask(ada, bob.account)

    async def test_again_after_a_decline_waits_seven_days(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        await platform.connections.ask(ada, bob.account)
        assert await platform.connections.decline(bob, ada.account) is Standing.STRANGER
        platform.clock.advance(timedelta(days=6))
        with pytest.raises(TooMany) as refused:
            await platform.connections.ask(ada, bob.account)
        assert refused.value.retry_after == timedelta(days=1)
        platform.clock.advance(refused.value.retry_after)
        assert await platform.connections.ask(ada, bob.account) is Standing.OUTGOING

    async def test_is_nothing_one_does_with_oneself(self, platform: Platform) -> None:
        ada = await enter(platform)
        with pytest.raises(OwnAccount):
            await platform.connections.ask(ada, ada.account)

    async def test_is_as_if_there_were_nobody_where_the_other_cannot_be_seen(
        self, platform: Platform
    ) -> None:
        ada, blocker = await pair_of(platform)
        await platform.connections.block(blocker, ada.account)
        hidden = [await enter(platform, state=state) for state in AccountState if state != "active"]
        commands: list[Callable[[Viewer, AccountId], Awaitable[object]]] = [
            platform.connections.ask,
            platform.connections.approve,
            platform.connections.decline,
            platform.connections.part,
            platform.connections.block,
            platform.connections.unblock,
        ]
        for who in (NOBODY, blocker.account, *(one.account for one in hidden)):
            for command in commands:
                with pytest.raises(NotFound):
                    await command(ada, who)

    async def test_is_refused_to_who_was_erased_or_suspended_a_moment_ago(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        moderator = await enter(platform, "Clara", moderator=True)
        await platform.moderation.suspend(moderator, ada.account, SUSPENSION)
        with pytest.raises(AccountSuspended):
            await platform.connections.ask(ada, bob.account)
        with pytest.raises(NotSignedIn):
            await overtaken(
                platform,
                platform.connections.ask(ada, bob.account),
                by=lambda tx: tx.accounts.erase(ada.account),
            )
        assert await find_account(platform, ada) is None


class TestAnswering:
    async def test_yes_connects_reads_the_request_and_tells_the_asker(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        await platform.connections.ask(ada, bob.account)
        for _ in range(2):
            assert await platform.connections.approve(bob, ada.account) is Standing.CONNECTED
        assert [one.read for one in await told(platform, bob)] == [True]
        assert await kinds_told(platform, ada) == ["connection-approved"]

    async def test_no_reads_the_request_and_tells_nobody(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        await platform.connections.ask(ada, bob.account)
        for _ in range(2):
            assert await platform.connections.decline(bob, ada.account) is Standing.STRANGER
        assert [one.read for one in await told(platform, bob)] == [True]
        assert not await told(platform, ada)

    async def test_what_was_not_asked_is_refused(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        with pytest.raises(NothingPending):
            await platform.connections.approve(bob, ada.account)
        await platform.connections.ask(ada, bob.account)
        with pytest.raises(NothingPending):
            await platform.connections.approve(ada, bob.account)
        await platform.connections.approve(bob, ada.account)
        with pytest.raises(AlreadyConnected):
            await platform.connections.decline(bob, ada.account)


class TestParting:
    async def test_before_the_answer_takes_the_request_back_with_its_notification(
        self, platform: Platform
    ) -> None:
        ada, bob = await pair_of(platform)
        await platform.connections.ask(ada, bob.account)
        await platform.connections.part(ada, bob.account)
        assert not await told(platform, bob)
        assert await standing(platform, ada, bob) is Standing.STRANGER

    async def test_by_the_one_asked_declines(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        await platform.connections.ask(ada, bob.account)
        await platform.connections.part(bob, ada.account)
        with pytest.raises(TooMany):
            await platform.connections.ask(ada, bob.account)

    async def test_takes_from_both_what_each_has_of_the_other_for_good(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        await befriend(platform, ada, bob)
        await broadcast(platform, ada)
        await broadcast(platform, bob)
        await platform.connections.part(ada, bob.account)
        await befriend(platform, ada, bob)
        for viewer in (ada, bob):
            assert not (await platform.timeline.list(viewer, ConferenceState.LIVE, Slice())).items
            assert not await told(platform, viewer)

    @pytest.mark.parametrize("by_guest", [True, False])
    async def test_puts_the_guest_out_of_a_private_room_and_not_of_a_public_one(
        self, platform: Platform, *, by_guest: bool
    ) -> None:
        ada, bob = await pair_of(platform)
        await befriend(platform, ada, bob)
        private, public = await broadcast(platform, ada), await broadcast(platform, ada, Visibility.PUBLIC)
        for conference in (private, public):
            await platform.rooms.join(bob, conference)
        one, other = (bob, ada) if by_guest else (ada, bob)
        await platform.connections.part(one, other.account)
        assert await present_in(platform, private) == {ada.account}
        assert await present_in(platform, public) == {ada.account, bob.account}

    async def test_from_nobody_is_refused(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        with pytest.raises(NotFound):
            await platform.connections.part(ada, bob.account)


class TestBlocking:
    async def test_is_the_blockers_secret_and_on_his_list(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        for _ in range(2):
            await platform.connections.block(ada, bob.account)
        blocks = (await platform.connections.list_blocks(ada, Slice())).items
        assert [(one.id, one.full_name) for one in blocks] == [(bob.account, "Bob")]
        assert not (await platform.connections.list_blocks(bob, Slice())).items
        with pytest.raises(NotFound):
            await platform.connections.block(bob, ada.account)

    async def test_ends_request_connection_and_presence(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        eve = await enter(platform, "Eve")
        await platform.connections.ask(eve, ada.account)
        await befriend(platform, ada, bob)
        public = await broadcast(platform, ada, Visibility.PUBLIC)
        await platform.rooms.join(bob, public)
        await platform.connections.block(ada, eve.account)
        await platform.connections.block(ada, bob.account)
        assert await present_in(platform, public) == {ada.account}
        for viewer in (ada, bob, eve):
            assert not await told(platform, viewer)
        for other in (bob, eve):
            await platform.connections.unblock(ada, other.account)
            assert await standing(platform, ada, other) is Standing.STRANGER

    async def test_leaves_a_third_ones_room_as_it_is(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        third = await broadcast(platform, await enter(platform, "Eve"), Visibility.PUBLIC)
        for guest in (ada, bob):
            await platform.rooms.join(guest, third)
        await platform.connections.block(ada, bob.account)
        assert {ada.account, bob.account} <= await present_in(platform, third)

    async def test_taken_back_twice_changes_nothing_more(self, platform: Platform) -> None:
        ada, bob = await pair_of(platform)
        await platform.connections.block(ada, bob.account)
        for _ in range(2):
            await platform.connections.unblock(ada, bob.account)
        assert await standing(platform, bob, ada) is Standing.STRANGER
