"""Who is told what by a feed, when, and what it does when what it stands on fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import pytest

from tests.support.acting import NOBODY, account_of, befriend, broadcast, create, enter
from tests.support.builders import session
from tests.support.keeping import keep
from tests.support.platform import Platform
from tests.support.storage import MemoryStorage
from tests.support.streams import Event, Reader
from tests.support.verdicts import SUSPENSION
from wexstream.domain.model.conference import ConferenceChanges, Visibility
from wexstream.domain.model.stream import STREAMS_MOST
from wexstream.domain.model.visibility import Viewer
from wexstream.entrypoints.events import feed as feeds
from wexstream.entrypoints.events import turns
from wexstream.entrypoints.events.feed import Feed
from wexstream.entrypoints.events.stream import Stream
from wexstream.ports.persistence import Contention, StorageUnavailable
from wexstream.ports.push import AccountChanged

NONE = {"messages": 0, "notifications": 0, "requests": 0}
PUBLIC = Visibility.PUBLIC


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "GATHERED_FOR", 0)
    monkeypatch.setattr(feeds, "TRIED_AGAIN_AFTER", 0)
    monkeypatch.setattr(turns, "ROOMS_EVERY", 0)
    monkeypatch.setattr(turns, "TOLD_A_SECOND", float("inf"))


@pytest.fixture
def platform() -> Platform:
    return Platform(MemoryStorage())


class Queries:
    """Those of a platform, of which each call is noted, and fails at first where that is wanted."""

    def __init__(self, queries: Any) -> None:
        self._queries = queries
        self.asked: list[str] = []
        self.failures: dict[str, list[Exception]] = {}

    def __getattr__(self, name: str) -> Any:
        query = getattr(self._queries, name)

        async def ask(*about: Any, **more: Any) -> Any:
            self.asked.append(name)
            if self.failures.get(name):
                raise self.failures[name].pop(0)
            return await query(*about, **more)

        return ask


class Told:
    """People with streams of one feed."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.queries = Queries(platform.storage.queries)
        push, clock = platform.storage.push, platform.clock
        self.feed = Feed(queries=cast("Any", self.queries), push=push, clock=clock)
        self.streams: list[Stream] = []

    def open(self, viewer: Viewer) -> Reader:
        reader = Reader()
        self.streams.append(self.feed.open(viewer, reader))
        return reader

    async def listen(self, viewer: Viewer) -> Reader:
        """Open a stream that has begun."""
        reader = self.open(viewer)
        assert (await reader.next()).kind == "snapshot"
        return reader

    async def quiet(self, viewer: Viewer, reader: Reader) -> None:
        """Hold that nothing was told, by something that is told later."""
        account = await account_of(self.platform, viewer)
        await self.platform.storage.unit.run(lambda tx: tx.accounts.save(account))
        assert (await reader.next()).data == {"topics": ["account"]}


async def in_a_moment() -> None:
    """Let happen what is due; over memory, nothing has to be waited for but its turn."""
    for _ in range(100):
        await asyncio.sleep(0)


@pytest.fixture
async def told(platform: Platform) -> AsyncIterator[Told]:
    told = Told(platform)
    async with told.feed.running():
        yield told
        for stream in told.streams:
            told.feed.close(stream)


class TestBeginning:
    async def test_a_stream_begins_with_how_much_is_unread(self, platform: Platform, told: Told) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await platform.connections.ask(bob, ada.account)
        first = await told.open(ada).next()
        counters = NONE | {"notifications": 1, "requests": 1}
        assert first == Event(kind="snapshot", data={"account": str(ada.account), "counters": counters})

    async def test_who_is_signed_out_on_the_way_is_not_told_anything(
        self, platform: Platform, told: Told
    ) -> None:
        ada = await enter(platform)
        await platform.sessions.sign_out(ada)
        reader = told.open(ada)
        await reader.until(lambda reader: reader.over)
        assert reader.events == [Event(kind="end", data={"reason": "signed-out"})]

    async def test_whose_account_is_erased_on_the_way_neither(self, platform: Platform, told: Told) -> None:
        ada = await enter(platform)
        told.queries.failures["endings"] = [StorageUnavailable()]
        reader = told.open(ada)
        await platform.storage.unit.run(lambda tx: tx.accounts.erase(ada.account))
        await reader.until(lambda reader: reader.over)
        assert [event.kind for event in reader.events] == ["end"]

    async def test_many_who_come_at_once_are_looked_after_by_the_same_few_statements(
        self, platform: Platform, told: Told
    ) -> None:
        people = [await enter(platform, f"Person {number}") for number in range(20)]
        for reader in [told.open(one) for one in people]:
            await reader.next()
        assert sorted(told.queries.asked) == ["counters_of", "endings", "shown_live"]

    async def test_of_too_many_streams_of_one_person_the_oldest_ends(
        self, platform: Platform, told: Told
    ) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        another = await told.listen(bob)
        first, *others = [await told.listen(ada) for _ in range(STREAMS_MOST + 1)]
        assert await first.next() == Event(kind="end", data={"reason": "too-many"})
        assert first.over
        await platform.connections.ask(bob, ada.account)
        for reader in others:
            assert (await reader.next()).topics == {"relations", "notifications"}
        assert (await another.next()).topics == {"relations"}
        assert first.count == len(first.events)


class TestRelations:
    async def test_asking_and_approving_are_told_to_both(self, platform: Platform, told: Told) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        hers, his = await told.listen(ada), await told.listen(bob)
        await platform.connections.ask(ada, bob.account)
        assert await hers.next() == Event(kind="changed", data={"topics": ["relations"], "counters": NONE})
        asked = await his.next()
        assert asked.topics == {"relations", "notifications"}
        assert asked.data["counters"] == NONE | {"notifications": 1, "requests": 1}
        await platform.connections.approve(bob, ada.account)
        assert (await his.next()).data["counters"] == NONE
        approved = await hers.next()
        assert (approved.topics, approved.data["counters"]["notifications"]) == (asked.topics, 1)

    async def test_who_is_declined_is_not_told(self, platform: Platform, told: Told) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await platform.connections.ask(ada, bob.account)
        hers, his = await told.listen(ada), await told.listen(bob)
        await platform.connections.decline(bob, ada.account)
        assert (await his.next()).topics == {"relations", "notifications"}
        await told.quiet(ada, hers)

    async def test_who_is_blocked_by_a_stranger_is_not_told(self, platform: Platform, told: Told) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        hers, his = await told.listen(ada), await told.listen(bob)
        await platform.connections.block(bob, ada.account)
        assert (await his.next()).topics == {"relations"}
        await platform.connections.unblock(bob, ada.account)
        assert (await his.next()).topics == {"relations"}
        await told.quiet(ada, hers)

    async def test_those_who_part_are_told_what_each_lost_of_the_other(
        self, platform: Platform, told: Told
    ) -> None:
        ada, bob, eve = [await enter(platform, name) for name in ("Ada", "Bob", "Eve")]
        await befriend(platform, ada, bob, eve)
        await broadcast(platform, ada)
        hers, his, another_s = [await told.listen(one) for one in (ada, bob, eve)]
        await platform.connections.part(ada, bob.account)
        assert (await hers.next()).topics == {"relations"}
        parted = await his.next()
        assert parted.topics == {"relations", "timeline", "notifications", "live"}
        assert parted.data["counters"] == NONE
        await told.quiet(eve, another_s)


class TestLists:
    async def test_a_message_is_told_to_who_gets_it_and_in_sent_to_who_wrote_it(
        self, platform: Platform, told: Told
    ) -> None:
        ada, bob, eve = [await enter(platform, name) for name in ("Ada", "Bob", "Eve")]
        readers = [await told.listen(one) for one in (ada, bob, eve)]
        await platform.messages.send(ada, to=[bob.account], subject="Tea", body="At five.")
        assert (await readers[0].next()).data == {"topics": ["messages"], "counters": NONE}
        got = await readers[1].next()
        assert got.topics == {"messages", "notifications"}
        assert got.data["counters"] == NONE | {"messages": 1, "notifications": 1}
        await told.quiet(eve, readers[2])

    async def test_what_one_reads_here_is_told_to_ones_other_streams(
        self, platform: Platform, told: Told
    ) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await platform.connections.ask(bob, ada.account)
        here, elsewhere = await told.listen(ada), await told.listen(ada)
        await platform.notifications.mark_all_read(ada)
        for reader in (here, elsewhere):
            assert (await reader.next()).data["counters"] == NONE | {"requests": 1}

    async def test_what_happens_in_a_moment_is_told_at_once(
        self, platform: Platform, told: Told, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        hers = await told.listen(ada)
        told.queries.asked.clear()
        monkeypatch.setattr(feeds, "GATHERED_FOR", 0.2)
        await platform.connections.ask(bob, ada.account)
        await in_a_moment()
        await platform.messages.send(bob, to=[ada.account], subject="Tea", body="At five.")
        assert (await hers.next()).topics == {"relations", "messages", "notifications"}
        assert told.queries.asked == ["shown_live", "counters_of"]
        await told.quiet(ada, hers)

    async def test_those_in_whose_lists_a_suspended_account_is_are_told(
        self, platform: Platform, told: Told
    ) -> None:
        moderator = await enter(platform, "Mo", moderator=True)
        ada, bob, eve = [await enter(platform, name) for name in ("Ada", "Bob", "Eve")]
        await befriend(platform, ada, bob)
        await platform.connections.ask(bob, eve.account)
        hers, another_s = await told.listen(ada), await told.listen(eve)
        for act, requests in (
            (platform.moderation.suspend(moderator, bob.account, SUSPENSION), 0),
            (platform.moderation.restore(moderator, bob.account), 1),
        ):
            await act
            assert (await hers.next()).topics == {"relations", "timeline", "notifications"}
            assert (await another_s.next()).data["counters"] == NONE | {
                "notifications": requests,
                "requests": requests,
            }

    async def test_of_an_erased_account_its_network_is_told(self, platform: Platform, told: Told) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await befriend(platform, ada, bob)
        await broadcast(platform, bob)
        hers = await told.listen(ada)
        await platform.storage.unit.run(lambda tx: tx.accounts.erase(bob.account))
        lost = await hers.next()
        assert lost.topics == {"relations", "timeline", "notifications", "live"}
        assert lost.data["counters"] == NONE


async def every_topic(reader: Reader) -> Any:
    """Wait until one of a speaker's network has been told all that concerns him; his counters then."""
    topics, counters = set[str](), None
    while not topics >= {"timeline", "live", "notifications"}:
        event = await reader.next()
        topics |= event.topics
        counters = event.data.get("counters", counters)
    assert topics == {"timeline", "live", "notifications"}
    return counters


class TestBroadcasts:
    @asynccontextmanager
    async def audience(self, told: Told) -> AsyncIterator[tuple[Viewer, dict[str, Reader]]]:
        """Ada, who speaks, and Bob, who is connected to her; Cleo is to him, and Eve to nobody."""
        platform = told.platform
        ada, bob, cleo, eve = [await enter(platform, name) for name in ("Ada", "Bob", "Cleo", "Eve")]
        await befriend(platform, bob, ada, cleo)
        self.people = {"Ada": ada, "Bob": bob, "Cleo": cleo, "Eve": eve}
        yield ada, {name: await told.listen(one) for name, one in self.people.items()}

    async def quiet(self, told: Told, readers: dict[str, Reader], *names: str) -> None:
        for name in names:
            await told.quiet(self.people[name], readers[name])

    async def test_what_is_for_later_is_told_to_its_speaker_alone(self, told: Told) -> None:
        async with self.audience(told) as (ada, readers):
            made = await create(told.platform, ada, PUBLIC)
            assert (await readers["Ada"].next()).topics == {"timeline"}
            await told.platform.conferences.delete(ada, made)
            assert (await readers["Ada"].next()).topics == {"timeline"}
            await self.quiet(told, readers, "Bob", "Cleo", "Eve")

    async def test_going_live_is_told_to_the_network_and_to_no_stranger(self, told: Told) -> None:
        async with self.audience(told) as (ada, readers):
            await broadcast(told.platform, ada)
            assert await every_topic(readers["Bob"]) == NONE | {"notifications": 1}
            await self.quiet(told, readers, "Cleo", "Eve")

    async def test_where_people_are_is_told_to_those_of_their_network_who_may_see_it(
        self, told: Told
    ) -> None:
        platform = told.platform
        async with self.audience(told) as (ada, readers):
            made = await broadcast(platform, ada, PUBLIC)
            hidden = await broadcast(platform, ada)
            for conference in (made, hidden):
                await platform.rooms.join(self.people["Bob"], conference)
            assert (await readers["Cleo"].next()).topics == {"live"}
            await platform.rooms.leave(self.people["Bob"], made)
            assert (await readers["Cleo"].next()).topics == {"live"}
            await platform.rooms.leave(self.people["Bob"], hidden)
            await self.quiet(told, readers, "Cleo", "Eve")

    async def test_what_is_shown_no_more_is_looked_at_once_again(self, told: Told) -> None:
        platform = told.platform
        async with self.audience(told) as (ada, readers):
            made = await broadcast(platform, ada, PUBLIC)
            await platform.rooms.join(self.people["Bob"], made)
            assert (await readers["Cleo"].next()).topics == {"live"}
            private = ConferenceChanges(visibility=Visibility.PRIVATE)
            await platform.conferences.edit(ada, made, private)
            assert (await readers["Cleo"].next()).topics == {"live"}
            await platform.rooms.leave(self.people["Bob"], made)
            await self.quiet(told, readers, "Cleo", "Eve")

    async def test_so_is_what_is_deleted_by_whoever_knew_it(self, told: Told) -> None:
        platform = told.platform
        async with self.audience(told) as (ada, readers):
            made = await broadcast(platform, ada, PUBLIC)
            await platform.rooms.join(self.people["Bob"], made)
            assert (await readers["Cleo"].next()).topics == {"live"}
            await told.quiet(self.people["Cleo"], readers["Cleo"])
            late = await told.listen(self.people["Cleo"])
            assert await every_topic(readers["Bob"]) == NONE | {"notifications": 1}
            await told.quiet(ada, again := await told.listen(ada))
            await platform.conferences.delete(ada, made)
            assert (await again.next()).topics == {"timeline", "live", "notifications"}
            assert (await readers["Cleo"].next()).topics == (await late.next()).topics == {"live"}
            assert await every_topic(readers["Bob"]) == NONE
            await self.quiet(told, readers, "Eve")

    async def test_a_new_connection_shows_where_one_is_and_a_block_hides_it(self, told: Told) -> None:
        platform = told.platform
        async with self.audience(told) as (ada, readers):
            made = await broadcast(platform, ada, PUBLIC)
            await platform.rooms.join(self.people["Bob"], made)
            await befriend(platform, self.people["Eve"], self.people["Bob"])
            assert (await readers["Eve"].next()).topics == {"relations", "live"}
            await platform.connections.block(ada, self.people["Eve"].account)
            assert (await readers["Eve"].next()).topics == {"live"}
            await platform.rooms.leave(self.people["Bob"], made)
            await self.quiet(told, readers, "Eve")

    async def test_the_more_are_told_of_a_conference_the_more_seldom_they_are(
        self, told: Told, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        platform = told.platform
        async with self.audience(told) as (ada, readers):
            made = await broadcast(platform, ada, PUBLIC)
            await readers["Bob"].until(lambda reader: "notifications" in reader.written)
            monkeypatch.setattr(turns, "ROOMS_EVERY", 0.2)
            told.queries.asked.clear()
            for _ in range(10):
                await platform.rooms.join(self.people["Eve"], made)
                await platform.rooms.leave(self.people["Eve"], made)
                await told.quiet(self.people["Cleo"], readers["Cleo"])
            assert told.queries.asked.count("concerned") < 10


class TestEndings:
    async def test_a_session_that_is_ended_ends_its_streams_and_no_others(
        self, platform: Platform, told: Told
    ) -> None:
        ada = await enter(platform)
        other = session(await account_of(platform, ada))
        await keep(platform.storage.unit, other)
        elsewhere = Viewer(
            account=ada.account, session=other.id, role=ada.role, signed_in_at=other.created_at
        )
        ends, stays = await told.listen(ada), await told.listen(elsewhere)
        await platform.sessions.sign_out(ada)
        assert await ends.next() == Event(kind="end", data={"reason": "signed-out"})
        assert ends.over
        assert (await stays.next()).topics == {"account"}

    async def test_a_suspension_ends_them_all_and_says_so(self, platform: Platform, told: Told) -> None:
        moderator, ada = await enter(platform, "Mo", moderator=True), await enter(platform)
        readers = [await told.listen(ada) for _ in range(2)]
        await platform.moderation.suspend(moderator, ada.account, SUSPENSION)
        for reader in readers:
            assert await reader.next() == Event(kind="end", data={"reason": "suspended"})

    async def test_time_ends_sessions_too(
        self, platform: Platform, told: Told, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ada = await enter(platform)
        reader = await told.listen(ada)
        platform.clock.advance(timedelta(days=40))
        monkeypatch.setattr(feeds, "CHECKED_EVERY", 0.01)
        told.platform.storage.push.publish([AccountChanged(account=NOBODY)])  # so that it looks at the time
        assert await reader.next() == Event(kind="end", data={"reason": "signed-out"})

    async def test_a_stream_whose_client_has_gone_is_told_nothing(
        self, platform: Platform, told: Told
    ) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await befriend(platform, ada, bob)
        gone, other = await told.listen(ada), await told.listen(bob)
        told.feed.close(told.streams[0])
        told.queries.asked.clear()
        await platform.messages.send(ada, to=[bob.account], subject="Tea", body="At five.")
        await other.next()
        assert (gone.count, gone.over) == (len(gone.events), False)
        told.feed.close(told.streams[1])
        await platform.messages.send(ada, to=[bob.account], subject="Tea", body="At six.")
        await broadcast(platform, ada)
        await in_a_moment()
        assert told.queries.asked == ["counters_of"]

    async def test_when_it_stops_all_end_without_a_word_and_so_do_those_that_come_later(
        self, platform: Platform, told: Told
    ) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        readers = [await told.listen(ada), await told.listen(bob)]
        told.feed.stop()
        for reader in [*readers, told.open(ada)]:
            await reader.until(lambda reader: reader.over)
            assert reader.count == len(reader.events)


class TestMisses:
    async def test_where_something_may_have_been_missed_all_is_to_be_looked_at_again(
        self, platform: Platform, told: Told
    ) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        readers = [(one, await told.listen(one)) for one in (ada, bob, ada)]
        told.feed.miss()
        for viewer, reader in readers:
            data = {"account": str(viewer.account), "counters": NONE}
            assert await reader.next() == Event(kind="snapshot", data=data)

    async def test_many_are_told_at_once_and_each_to_look_again_at_some_time(
        self, platform: Platform, told: Told, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        people = [await enter(platform, f"Person {number}") for number in range(20)]
        readers = [await told.listen(one) for one in people]
        for a_second, within in ((20, 1), (1, feeds.SPREAD_MOST), (200, None)):
            monkeypatch.setattr(feeds, "PEOPLE_A_SECOND", a_second)
            told.feed.miss()
            for reader in readers:
                event = await reader.next()
                assert (event.kind, event.data.get("within")) == ("snapshot", within)

    @pytest.mark.parametrize("query", ["endings", "connected", "concerned", "shown_live", "counters_of"])
    @pytest.mark.parametrize("failure", [StorageUnavailable(), Contention(), ValueError("a mistake")])
    async def test_what_could_not_be_asked_is_asked_again(
        self, platform: Platform, told: Told, query: str, failure: Exception
    ) -> None:
        ada, bob, eve = [await enter(platform, name) for name in ("Ada", "Bob", "Eve")]
        await befriend(platform, ada, bob)
        hers, his = await told.listen(ada), await told.listen(bob)
        told.queries.failures[query] = [failure, failure]
        another_s = told.open(eve)
        await broadcast(platform, ada)
        await platform.sessions.sign_out(ada)
        assert await every_topic(his) == NONE | {"notifications": 1}
        assert (await another_s.next()).kind == "snapshot"
        await hers.until(lambda reader: reader.over)
        assert told.queries.failures[query] == []
