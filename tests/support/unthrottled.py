"""A world in which nobody does anything too often."""

from datetime import timedelta


class Unthrottled:
    """Lets everything through: how often is another test's subject."""

    async def take(self, bucket: str, rate: object, number: int = 1) -> timedelta | None:
        """Take it."""

    async def guess(self, bucket: str, patience: object) -> timedelta | None:
        """Let it be made."""

    async def take_back(self, bucket: str) -> None:
        """Nothing."""

    async def forget(self, bucket: str) -> None:
        """Nothing."""

    def require(self, name: str, rate: object, number: object) -> None:
        """Nothing."""
