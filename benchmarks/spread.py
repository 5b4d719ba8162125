"""Times of Wexstream and of what it is held against, taken in turn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles


@dataclass(slots=True)
class Paired:
    """Seconds, turn by turn."""

    own: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    def add(self, own: float, floor: float) -> None:
        """Add a turn."""
        self.own.append(own)
        self.floor.append(floor)

    @property
    def ratio(self) -> float:
        """The median of the turns' ratios."""
        return median(own / floor for own, floor in zip(self.own, self.floor, strict=True))


def middle_half(times: Sequence[float]) -> tuple[float, float]:
    """Tell between what the middle half of some times lies."""
    lower, _, upper = quantiles(times, n=4, method="inclusive")
    return lower, upper


def p99(times: Sequence[float]) -> float:
    """Tell what 99 in a hundred times do not exceed."""
    return quantiles(times, n=100, method="inclusive")[98]
