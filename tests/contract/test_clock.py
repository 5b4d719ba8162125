from datetime import UTC, datetime, timedelta

from wexstream.adapters.system.clock import SystemClock
from wexstream.ports.clock import Clock


def test_the_clock_tells_the_time_of_the_machine_in_utc() -> None:
    clock: Clock = SystemClock()
    before = datetime.now(UTC)
    now = clock.now()
    after = datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)
    assert before <= now <= after
