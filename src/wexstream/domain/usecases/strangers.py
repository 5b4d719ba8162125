"""How use cases ask whether one may approach people whom one does not know."""

from collections.abc import Sequence
from dataclasses import dataclass

from wexstream.domain.model.errors import NotSignedIn
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.strangers import NEW_FOR, Approach, rate_of_new
from wexstream.domain.model.throttling import Rate
from wexstream.domain.model.visibility import Viewer
from wexstream.ports.clock import Clock
from wexstream.ports.queries import Queries
from wexstream.ports.security import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Strangers:
    """Counts whom accounts approach, outside of transactions."""

    queries: Queries
    throttle: Throttle
    clock: Clock

    async def require(self, viewer: Viewer, approach: Approach, others: Sequence[AccountId]) -> None:
        """Let an account approach others, as far as it does not know them. Raises NotSignedIn, TooMany."""
        reach = await self.queries.reach(viewer, others)
        if reach is None:
            raise NotSignedIn
        at = self.clock.now()
        number = reach.approached(approach)
        if number == 0:
            return
        new = reach.is_new(at=at)
        counted: list[tuple[str, object, Rate]] = [
            (f"{'new' if new else 'settled'}-{approach}", viewer.account, reach.rate(approach, at=at))
        ]
        if new and viewer.origin is not None:
            counted.append((f"new-{approach}-origin", viewer.origin, rate_of_new(approach)))
        for what, who, rate in counted:
            too_many = number > rate.times  # as many at once there never are
            wait = NEW_FOR if too_many else await self.throttle.take(f"{what}:{who}", rate, number)
            if wait is not None:
                raise reach.refusal(wait, at=at)
