"""Push between processes while connections are lost, and what carries it is away, or hangs."""

import asyncio
import gc
import logging
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from tests.support.builders import IDS
from tests.support.carriers import Carrier
from tests.support.listening import Ears, room
from tests.support.waiting import until
from wexstream.adapters.hints import hearing, patience, push, telling
from wexstream.adapters.hints.line import Ear, Line, Tell
from wexstream.adapters.hints.push import open_line
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.ports.push import Hint, ListsChanged, RoomChanged, Topic

AWAY = "just now, trying again"


@pytest.fixture
async def far(carrier: Carrier) -> AsyncIterator[Ears]:
    """Who listens in another process."""
    async with open_line(carrier.line) as there:
        ears = Ears()
        with there.listen(ears):
            await ears.until_it_listens()
            yield ears


async def test_who_hears_comes_back_by_itself_and_is_told_that_something_was_missed(
    carrier: Carrier, far: Ears
) -> None:
    async with open_line(carrier.line) as here:
        for heard in (1, 2):
            missed = far.missed
            assert await carrier.end_hearing() == 1
            await far.until_missed(missed + 1)
            here.publish([room()])
            await far.until_heard(heard)


async def test_what_could_not_be_told_is_told_by_the_next_connection_in_its_order_and_not_talked_of(
    carrier: Carrier, far: Ears, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_line(carrier.line) as here:
        here.publish([room()])
        await far.until_heard(1)
        assert await carrier.end_telling() == 1
        later: list[Hint] = [room() for _ in range(3)]
        here.publish(later)
        await far.until(lambda ears: later[-1] in ears.heard)
    assert far.heard[1:] == later
    assert not caplog.records


async def test_while_it_is_away_hints_wait_and_nobody_who_tells_does(carrier: Carrier, far: Ears) -> None:
    waiting: list[Hint] = [room() for _ in range(3)]
    async with carrier.through_gate() as (line, gate), open_line(line) as here:
        near = Ears()
        with here.listen(near):
            await near.until_it_listens()
            here.publish([first := room()])
            await far.until_heard(1)
            await gate.shut()
            here.publish(waiting)
            assert near.heard == [first, *waiting]
            await gate.open()
            await far.until(lambda ears: waiting[-1] in ears.heard)
            await near.until_missed(2)
    assert list(dict.fromkeys(far.heard)) == [first, *waiting]  # one may be told twice


async def test_that_it_is_away_is_said_once_and_that_it_is_back_too(
    carrier: Carrier, far: Ears, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    waited = called(monkeypatch, patience.Patience, "wait")
    async with carrier.through_gate() as (line, gate), open_line(line) as here:
        near = Ears()
        with here.listen(near):
            await near.until_it_listens()
            assert not here.cut_off
            await gate.shut()
            here.publish([room()])
            await until(lambda: len(waited) >= 6)
            assert here.cut_off
            await gate.open()
            await far.until_heard(1)
            await near.until_missed(2)
            await until(lambda: not here.cut_off)
    said = [record.getMessage() for record in caplog.records if record.name == patience.__name__]
    assert len(said) == 2
    assert AWAY in said[0]
    assert said[1] == f"hears and tells other processes by {line.name} again"


async def test_too_many_that_wait_are_told_as_something_missed(
    carrier: Carrier, far: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST", 10)
    async with carrier.through_gate() as (line, gate), open_line(line) as here:
        await gate.shut()
        here.publish([room() for _ in range(11)])
        here.publish([last := room()])
        await gate.open()
        await far.until_missed(2)
        here.publish([later := room()])
        await far.until(lambda ears: later in ears.heard)
    assert set(far.heard) <= {last, later}


async def test_of_what_cannot_be_told_little_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "MOST", 10)
    monkeypatch.setattr(push, "_TOLD_WITHIN", 0)
    told = {ConferenceId(IDS.new()) for _ in range(100)}
    async with open_line(Flapping()) as here:
        for conference in told:
            here.publish([RoomChanged(conference=conference)])
        hints = [
            one for one in gc.get_objects() if type(one) is RoomChanged
        ]  # of a dead proxy, too, the type is known
        kept = [hint for hint in hints if hint.conference in told]
        assert len(kept) <= 10


async def test_a_hint_for_too_many_is_told_as_something_missed(
    carrier: Carrier, far: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST", 10)
    accounts = tuple(AccountId(IDS.new()) for _ in range(11))
    async with open_line(carrier.line) as here:
        here.publish([few := ListsChanged(accounts=accounts[1:], topics=frozenset(Topic))])
        await far.until_heard(1)
        here.publish([ListsChanged(accounts=accounts, topics=frozenset(Topic))])
        await far.until_missed(2)
    assert far.heard == [few]


async def test_at_its_end_what_waits_is_told_first(carrier: Carrier, far: Ears) -> None:
    async with open_line(carrier.line) as here:
        here.publish([told := room()])
    assert await far.until_heard(1) == [told]


class TestHanging:
    """What carries hints takes everything, and answers nothing."""

    @pytest.fixture(autouse=True)
    def _hurried(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hearing, "LOOKED_AFTER", 0.01)
        monkeypatch.setattr(hearing, "ANSWERS_WITHIN", 0.2)
        monkeypatch.setattr(telling, "ANSWERS_WITHIN", 0.2)

    async def test_who_hears_notices_and_is_told_that_something_was_missed(
        self, carrier: Carrier, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with carrier.through_gate() as (line, gate), open_line(line) as here:
            near = Ears()
            with here.listen(near):
                await near.until_it_listens()
                gate.keep_answers()
                await until(lambda: "cannot hear other processes" in caplog.text)
                gate.let_answers_through()
                await near.until_missed(2)

    async def test_who_tells_notices_and_tells_it_by_another_connection(
        self, carrier: Carrier, far: Ears, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with carrier.through_gate() as (line, gate), open_line(line) as here:
            here.publish([first := room()])
            await far.until_heard(1)
            gate.keep_answers()
            here.publish([second := room()])
            await until(lambda: "cannot tell other processes" in caplog.text)
            gate.let_answers_through()
            here.publish([third := room()])
            await far.until(lambda ears: third in ears.heard)
        assert list(dict.fromkeys(far.heard)) == [first, second, third]

    @pytest.mark.parametrize("hangs", [True, False])
    async def test_its_end_waits_for_nobody_who_is_away_or_does_not_answer(
        self, carrier: Carrier, monkeypatch: pytest.MonkeyPatch, *, hangs: bool
    ) -> None:
        monkeypatch.setattr(push, "_TOLD_WITHIN", 0.1)
        async with carrier.through_gate() as (line, gate), asyncio.timeout(8), open_line(line) as here:
            near = Ears()
            with here.listen(near):
                await near.until_it_listens()
            if hangs:
                gate.keep_answers()
            else:
                await gate.shut()
            here.publish([room()])


async def test_without_a_listener_nothing_is_connected_to_hear_and_without_a_hint_nothing_to_tell(
    carrier: Carrier,
) -> None:
    async with open_line(carrier.line) as push:
        push.publish([])
        await asyncio.sleep(0)
        assert await carrier.end_hearing() == await carrier.end_telling() == 0


def called(monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> list[object]:
    """Remember each call of a method."""
    calls, method = list[object](), getattr(owner, name)

    def call(self: object, *given: object) -> object:
        calls.append(self)
        return method(self, *given)

    monkeypatch.setattr(owner, name, call)
    return calls


class Mistaken:
    """A line of which the first connections, one to tell and one to hear, fail as no lost one does."""

    def __init__(self, line: Line) -> None:
        self.name, self.trouble, self.explain = line.name, line.trouble, line.explain
        self._line = line
        self.mistakes = {"tell", "hear"}

    @asynccontextmanager
    async def to_tell(self) -> AsyncGenerator[Tell]:
        async with self._line.to_tell() as tell:
            self._make_once("tell")
            yield tell

    @asynccontextmanager
    async def to_hear(self, heard: Callable[[str], None]) -> AsyncGenerator[Ear]:
        async with self._line.to_hear(heard) as ear:
            self._make_once("hear")
            yield ear

    def _make_once(self, mistake: str) -> None:
        if mistake in self.mistakes:
            self.mistakes.remove(mistake)
            raise RuntimeError(mistake)


async def test_a_mistake_makes_nobody_deaf_or_dumb_and_is_logged(
    carrier: Carrier, far: Ears, caplog: pytest.LogCaptureFixture
) -> None:
    line = Mistaken(carrier.line)
    async with open_line(line) as here, open_line(carrier.line) as there:
        ears = Ears()
        with here.listen(ears):
            await ears.until_it_listens()
            there.publish([room()])
            await ears.until_heard(1)
            here.publish([room()])
            await far.until_heard(2)
    assert not line.mistakes
    assert "a mistake while other processes were heard" in caplog.text
    assert "a mistake while other processes were told" in caplog.text


class AlwaysMistaken(Mistaken):
    """One whose every use is a mistake."""

    def _make_once(self, mistake: str) -> None:
        raise RuntimeError(mistake)


async def test_while_there_are_nothing_but_mistakes_it_is_as_if_the_line_was_away(carrier: Carrier) -> None:
    async with (
        open_line(AlwaysMistaken(carrier.line)) as deaf,
        open_line(AlwaysMistaken(carrier.line)) as dumb,
    ):
        with deaf.listen(Ears()):
            dumb.publish([room()])
            await until(lambda: deaf.cut_off and dumb.cut_off)


class Flapping:
    """A line of which every connection is lost as soon as it stands."""

    name = "a line"
    trouble = (ConnectionError,)

    def explain(self, error: Exception) -> str:
        return str(error)

    def to_tell(self) -> AbstractAsyncContextManager[Tell]:
        raise ConnectionResetError

    @asynccontextmanager
    async def to_hear(self, heard: Callable[[str], None]) -> AsyncGenerator["Flapping"]:
        yield self

    async def listen(self) -> None:
        raise ConnectionResetError

    async def answer(self) -> None:
        raise ConnectionResetError


async def test_who_is_cut_off_again_and_again_is_told_so_ever_more_seldom(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []

    def at_once(_least: float, most: float) -> float:
        waits.append(most)
        return 0

    monkeypatch.setattr(random, "uniform", at_once)
    async with open_line(Flapping()) as here:
        ears = Ears()
        with here.listen(ears):
            await ears.until_missed(10)
    assert waits[:9] == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5]
