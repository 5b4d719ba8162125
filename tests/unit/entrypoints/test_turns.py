"""How often it is told that a conference has changed."""

from tests.support.builders import IDS
from wexstream.domain.model.ids import ConferenceId
from wexstream.entrypoints.events.turns import Turns


def test_each_conference_has_its_turn_after_a_time_for_each_who_is_told() -> None:
    time = [100.0]
    pace = Turns(lambda: time[0])
    small, large, other = (ConferenceId(IDS.new()) for _ in range(3))
    assert pace.ready({small, large, other}) == {small, large, other}
    pace.told(small, 10)
    pace.told(large, 5_000)
    assert pace.ready({small, large, other}) == {other}
    assert pace.wait({small, large}) == 1
    assert pace.wait({large}) == 25
    assert pace.wait({small, other}) == 0
    time[0] += 1
    assert pace.ready({small, large}) == {small}
    time[0] += 24
    assert pace.ready({small, large}) == {small, large}
    assert pace.wait({large}) == 0
