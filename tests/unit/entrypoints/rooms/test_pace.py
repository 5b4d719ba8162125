"""How fast a client may send, and how much may wait for one."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import IDS
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.throttling import Rate
from wexstream.entrypoints.bucket import Bucket
from wexstream.entrypoints.rooms import outgoing
from wexstream.entrypoints.rooms.frames import Code
from wexstream.entrypoints.rooms.outgoing import Outgoing
from wexstream.entrypoints.rooms.pace import Pace, Paces

SPENDING = Rate(times=300, per=timedelta(seconds=5))


class TestBucket:
    def test_so_many_at_once_and_then_as_many_as_come_back(self) -> None:
        time = [100.0]
        bucket = Bucket(SPENDING, lambda: time[0])
        assert sum(bucket.take() for _ in range(1_000)) == 300
        for seconds in (1, 2, 0.5):
            time[0] += seconds
            assert sum(bucket.take() for _ in range(1_000)) == 60 * seconds

    @given(st.lists(st.tuples(st.floats(0, 3), st.integers(1, 400)), max_size=50))
    def test_never_more_than_the_burst_beyond_the_rate(self, pauses: list[tuple[float, int]]) -> None:
        time = [0.0]
        bucket = Bucket(SPENDING, lambda: time[0])
        taken = 0
        for pause, number in pauses:
            time[0] += pause
            taken += number * sum(bucket.take(number) for _ in range(100))
            assert taken <= 300 + 60 * time[0] + 1e-6

    def test_who_keeps_to_the_rate_is_never_stopped(self) -> None:
        time = [0.0]
        bucket = Bucket(SPENDING, lambda: time[0])
        for _ in range(10_000):
            time[0] += 1 / 60
            assert bucket.take()

    def test_what_is_too_much_takes_nothing(self) -> None:
        bucket = Bucket(SPENDING, lambda: 0.0)
        assert not bucket.take(301)
        assert bucket.take(300)


OFFER, CANDIDATE = 10 * 1024, 400  # bytes
FIVE = range(5)


class TestPace:
    def test_meeting_five_others_at_once_is_not_too_much(self) -> None:
        pace = Pace(lambda: 0.0)
        offers, answers = [OFFER for _ in FIVE], [OFFER for _ in FIVE]
        candidates = [CANDIDATE for _ in FIVE for _ in range(40)]
        assert all(pace.take(size) for size in (*offers, *answers, *candidates))

    def test_ten_lines_of_chat_at_once_and_then_two_a_second(self) -> None:
        time = [0.0]
        pace = Pace(lambda: time[0])
        assert sum(pace.take_chat() for _ in range(100)) == 10
        time[0] = 2.0
        assert sum(pace.take_chat() for _ in range(100)) == 4

    def test_twenty_tries_to_enter_at_once_and_then_one_in_five_seconds(self) -> None:
        time = [0.0]
        pace = Pace(lambda: time[0])
        assert sum(pace.take_arrival() for _ in range(100)) == 20
        time[0] = 10.0
        assert sum(pace.take_arrival() for _ in range(100)) == 2
        assert not pace.is_rested
        time[0] = 110.0
        assert pace.is_rested

    @pytest.mark.parametrize("size", [100, 1_000, 8 * 1024, 64 * 1024])
    def test_nobody_alone_has_a_client_given_up_that_reads_nothing_for_ten_seconds(self, size: int) -> None:
        time = [0.0]
        pace, deaf = Pace(lambda: time[0]), Outgoing()
        sent = 0
        while time[0] < 10:
            while pace.take(size):
                deaf.put("x" * size)
                sent += 1
            time[0] += 0.01
        assert deaf.code is None
        assert sent >= 4


ROOM, OTHER_ROOM = (ConferenceId(IDS.new()) for _ in range(2))


class TestPaces:
    def test_by_another_socket_one_has_no_more_to_say_there(self) -> None:
        paces = Paces(lambda: 0.0)
        ada, bob = (AccountId(IDS.new()) for _ in range(2))
        while paces.of(ada, ROOM).take(64 * 1024):
            assert paces.of(bob, ROOM).take_chat()
        assert not paces.of(ada, ROOM).take(64 * 1024)
        assert paces.of(ada, OTHER_ROOM).take(64 * 1024)
        assert paces.of(bob, ROOM).take(64 * 1024)

    def test_whose_has_rested_is_forgotten(self) -> None:
        time = [0.0]
        paces = Paces(lambda: time[0])
        ada, bob = (AccountId(IDS.new()) for _ in range(2))
        first = paces.of(ada, ROOM)
        first.take(64 * 1024)
        time[0] = 1.9
        paces.of(bob, ROOM)
        assert paces.of(ada, ROOM) is first
        time[0] = 2.0
        paces.of(bob, ROOM)
        assert paces.of(ada, ROOM) is not first

    def test_who_never_rests_keeps_nobody_else_in_mind(self) -> None:
        time = [0.0]
        paces = Paces(lambda: time[0])
        busy = AccountId(IDS.new())
        for _ in range(10):
            guest = AccountId(IDS.new())
            first = paces.of(guest, ROOM)
            first.take(64 * 1024)
            for _ in range(4):
                time[0] += 2
                paces.of(busy, ROOM).take(64 * 1024)
                paces.of(AccountId(IDS.new()), ROOM)
            assert paces.of(guest, ROOM) is not first


class TestOutgoing:
    def full(self, *frames: str) -> bool:
        made = Outgoing()
        for frame in frames:
            made.put(frame)
        return made.code is Code.NOT_READING

    def test_so_many_frames_and_so_much_may_wait_and_no_more(self) -> None:
        assert not self.full(*["x"] * outgoing.FRAMES_MOST)
        assert self.full(*["x"] * (outgoing.FRAMES_MOST + 1))
        half = "x" * (outgoing.SIZE_MOST // 2)
        assert not self.full(half, half)
        assert self.full(half, half, "x")
        assert (outgoing.FRAMES_MOST, outgoing.SIZE_MOST) == (1024, 1024 * 1024)

    async def test_what_is_sent_waits_no_longer(self) -> None:
        made, sent = Outgoing(), []

        async def send(frame: str) -> None:
            sent.append(frame)

        delivering = asyncio.create_task(made.deliver(send))
        for number in range(3 * outgoing.FRAMES_MOST):
            made.put(f"{number}")
            await asyncio.sleep(0)
        made.end(Code.BYE)
        made.put("too late")
        made.end(Code.MALFORMED)
        await delivering
        assert sent == [f"{number}" for number in range(3 * outgoing.FRAMES_MOST)]
        assert made.code is Code.BYE
