"""What a look at one part of the configuration finds."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """About one part: whether it works, what is seen, and, where it does not, what to do."""

    part: str
    works: bool
    text: str

    def __str__(self) -> str:
        """Write it on a line."""
        return f"{'works' if self.works else 'WRONG':5}  {self.part:9} {self.text}"


def works(part: str, text: str) -> Finding:
    """Find that a part works."""
    return Finding(part=part, works=True, text=text)


def wrong(part: str, text: str) -> Finding:
    """Find that a part does not, and say what to do."""
    return Finding(part=part, works=False, text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """By how much another clock is ahead of ours; ``within`` is how exactly that is known."""

    whose: str
    ahead: timedelta
    within: timedelta
