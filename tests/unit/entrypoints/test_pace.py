"""How fast a client may send, and how much may wait for one."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from wexstream.entrypoints.rooms import outgoing
from wexstream.entrypoints.rooms.frames import Code
from wexstream.entrypoints.rooms.outgoing import Outgoing
from wexstream.entrypoints.rooms.pace import Pace


class TestPace:
    def test_three_hundred_at_once_and_then_sixty_a_second(self) -> None:
        time = [100.0]
        pace = Pace(lambda: time[0])
        assert sum(pace.take() for _ in range(1_000)) == 300
        for seconds in (1, 2, 0.5):
            time[0] += seconds
            assert sum(pace.take() for _ in range(1_000)) == 60 * seconds

    @given(st.lists(st.floats(0, 3), max_size=50))
    def test_never_more_than_three_hundred_beyond_sixty_a_second(self, pauses: list[float]) -> None:
        time = [0.0]
        pace = Pace(lambda: time[0])
        taken = 0
        for pause in pauses:
            time[0] += pause
            taken += sum(pace.take() for _ in range(100))
            assert taken <= 300 + 60 * time[0] + 1e-6

    def test_who_keeps_to_sixty_a_second_is_never_stopped(self) -> None:
        time = [0.0]
        pace = Pace(lambda: time[0])
        for _ in range(10_000):
            time[0] += 1 / 60
            assert pace.take()


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
        assert (outgoing.FRAMES_MOST, outgoing.SIZE_MOST) == (256, 1024 * 1024)

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
