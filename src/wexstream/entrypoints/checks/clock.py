"""The clock: whether it agrees with those that it has to agree with."""

from collections.abc import Sequence
from datetime import timedelta

from wexstream.entrypoints.checks.finding import Finding, Offset, works, wrong

PART = "clock"
TOLERANCE = timedelta(seconds=5)  # half of what a pass to a Jitsi room allows


def compare_clocks(offsets: Sequence[Offset]) -> Finding:
    """Compare our clock with others."""
    off = [offset for offset in offsets if abs(offset.ahead) > TOLERANCE + offset.within]
    if off:
        differences = ", ".join(_difference(offset) for offset in off)
        return wrong(PART, f"{differences}. Let NTP set the clock on each of these machines.")
    if not offsets:
        return works(PART, "there is no other one to compare it with")
    return works(PART, f"it agrees with that of {', '.join(offset.whose for offset in offsets)}")


def _difference(offset: Offset) -> str:
    seconds = abs(offset.ahead.total_seconds())
    return f"that of {offset.whose} is {seconds:.0f} s {'ahead' if offset.ahead > timedelta() else 'behind'}"
