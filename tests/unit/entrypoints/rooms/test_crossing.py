"""What is said on its way to other processes, and what is known of it."""

from dataclasses import replace

import pytest

from tests.support.builders import IDS, signal
from tests.support.waiting import until
from tests.unit.entrypoints.rooms.hubs import ROOM, Failing, FailingStays, running
from wexstream.domain.model.ids import SignalId
from wexstream.entrypoints.rooms import crossing
from wexstream.entrypoints.rooms.crossing import Crossing, Known
from wexstream.ports.persistence import StorageUnavailable


class TestCrossing:
    async def test_what_cannot_be_handed_over_just_now_is_in_its_order_later(self) -> None:
        pass_on = Failing([StorageUnavailable(), StorageUnavailable()])
        cross = Crossing(FailingStays(pass_on=pass_on))
        sent = [signal(ROOM) for _ in range(3)]
        for one in sent:
            cross.add(one)
        async with running(cross.run()):
            await until(lambda: bool(pass_on.done))
        assert pass_on.done == [(sent,)]

    async def test_a_mistake_loses_what_it_is_about_and_nothing_else(self) -> None:
        pass_on = Failing([ValueError("a mistake")])
        cross = Crossing(FailingStays(pass_on=pass_on))
        cross.add(signal(ROOM))
        async with running(cross.run()):
            await until(lambda: not pass_on.failures)
            cross.add(after := signal(ROOM))
            await until(lambda: bool(pass_on.done))
        assert pass_on.done == [([after],)]

    async def test_with_too_much_that_waits_the_oldest_are_dropped(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(crossing, "SIZE_MOST", 100_000)
        pass_on = Failing([StorageUnavailable()])
        cross = Crossing(FailingStays(pass_on=pass_on))
        sent = [replace(signal(ROOM), data="x" * 30_000) for _ in range(5)]
        for one in sent[:3]:
            cross.add(one)
        async with running(cross.run()):
            await until(lambda: not pass_on.failures)
            for one in sent[3:]:
                cross.add(one)
            await until(lambda: bool(pass_on.done))
        assert pass_on.done == [(sent[2:],)]


class TestKnown:
    def test_a_signal_is_new_once(self) -> None:
        known, name = Known(), SignalId(IDS.new())
        assert name not in known
        assert known.add(name)
        assert name in known
        assert not known.add(name)

    def test_it_is_forgotten_when_nobody_tells_of_it_any_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        time = [0.0]
        monkeypatch.setattr("time.monotonic", lambda: time[0])
        known, old, new = Known(), SignalId(IDS.new()), SignalId(IDS.new())
        known.add(old)
        time[0] = 120.0
        known.add(SignalId(IDS.new()))
        assert old in known
        time[0] = 120.5
        known.add(new)
        assert old not in known
        assert new in known
