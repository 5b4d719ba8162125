"""How use cases ask whether something was tried too often."""

from collections.abc import Sequence
from dataclasses import dataclass

from wexstream.domain.model import throttling
from wexstream.domain.model.errors import TooMany
from wexstream.domain.model.throttling import Patience, Rate
from wexstream.domain.model.visibility import Viewer
from wexstream.ports.security import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """What wrong passwords are counted by: each says what, whose, and how patient one is with it."""

    throttle: Throttle
    counted_by: Sequence[tuple[str, object, Patience]]

    async def begin(self) -> None:
        """Begin a try, which is wrong until it is known to be right. Raises TooMany; then none was made."""
        for number, (what, who, patience) in enumerate(self.counted_by):
            wait = await self.throttle.guess(f"{what}:{who}", patience)
            if wait is not None:
                await self._take_back(number)
                raise TooMany(wait)

    async def forgive(self) -> None:
        """Know that it was right, and forget the wrong ones."""
        for what, who, _ in self.counted_by:
            await self.throttle.forget(f"{what}:{who}")

    async def pass_over(self) -> None:
        """Know that it was right, and that this says nothing of the wrong ones."""
        await self._take_back(len(self.counted_by))

    async def _take_back(self, number: int) -> None:
        for what, who, _ in self.counted_by[:number]:
            await self.throttle.take_back(f"{what}:{who}")


async def may_mail(throttle: Throttle, what: str, address_key: str, *, sender: object) -> bool:
    """Tell whether an address may be mailed once more of a kind, being asked for by a sender.

    Nobody fills another's mailbox; and as each sender has one that nobody else takes, nobody keeps another
    from a mail.
    """
    if await throttle.take(f"{what}:{address_key}", throttling.MAIL_PER_ADDRESS) is None:
        return True
    own = throttling.MAIL_PER_ADDRESS_AND_SENDER
    return await throttle.take(f"{what}:{address_key} {sender}", own) is None


async def require_rates(throttle: Throttle, what: str, viewer: Viewer, own: Rate, at_a_place: Rate) -> None:
    """Take one of what an account may do so often, and all at its place together. Raises TooMany."""
    await require_rate(throttle, what, viewer.account, own)
    if viewer.origin is not None:
        await require_rate(throttle, f"{what}-origin", viewer.origin, at_a_place)


async def require_rate(throttle: Throttle, what: str, who: object, rate: Rate) -> None:
    """Take one of what somebody may do so often. Raises TooMany."""
    wait = await throttle.take(f"{what}:{who}", rate)
    if wait is not None:
        raise TooMany(wait)
