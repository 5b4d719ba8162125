"""The machine's clock."""

from datetime import UTC, datetime


class SystemClock:
    """Tells the machine's time."""

    def now(self) -> datetime:
        """Tell the time in UTC, to the microsecond, with its time zone."""
        return datetime.now(UTC)
