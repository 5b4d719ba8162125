"""How use cases ask whether something was tried too often."""

from wexstream.domain.model.errors import TooMany
from wexstream.domain.model.throttling import Rate
from wexstream.ports.security import Throttle


async def within_rate(throttle: Throttle, what: str, who: object, rate: Rate) -> bool:
    """Take one of what may happen so often; tell whether there was one left."""
    return await throttle.take(f"{what}:{who}", rate) is None


async def require_rate(throttle: Throttle, what: str, who: object, rate: Rate) -> None:
    """Take one of what somebody may do so often. Raises TooMany."""
    wait = await throttle.take(f"{what}:{who}", rate)
    if wait is not None:
        raise TooMany(wait)
