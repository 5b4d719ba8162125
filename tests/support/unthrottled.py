"""A world in which nobody does anything too often."""


class Unthrottled:
    """Lets everything through: how often is another test's subject."""

    async def take(self, _: str, __: object, ___: int = 1) -> None:
        return None

    async def guess(self, _: str, __: object) -> None:
        return None

    async def take_back(self, _: str) -> None:
        """Nothing."""

    async def forget(self, _: str) -> None:
        """Nothing."""

    def require(self, _: str, __: object, ___: object) -> None:
        """Nothing."""
