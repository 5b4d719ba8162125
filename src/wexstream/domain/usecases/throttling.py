"""How use cases ask whether something was tried too often."""

from wexstream.domain.model import throttling
from wexstream.domain.model.errors import TooMany
from wexstream.domain.model.throttling import Rate
from wexstream.ports.security import Throttle


async def may_mail(throttle: Throttle, what: str, address_key: str, *, sender: object) -> bool:
    """Tell whether an address may be mailed once more of a kind, being asked for by a sender.

    Nobody fills another's mailbox; and as each sender has one that nobody else takes, nobody keeps another
    from a mail.
    """
    if await throttle.take(f"{what}:{address_key}", throttling.MAIL_PER_ADDRESS) is None:
        return True
    own = throttling.MAIL_PER_ADDRESS_AND_SENDER
    return await throttle.take(f"{what}:{address_key} {sender}", own) is None


async def require_rate(throttle: Throttle, what: str, who: object, rate: Rate) -> None:
    """Take one of what somebody may do so often. Raises TooMany."""
    wait = await throttle.take(f"{what}:{who}", rate)
    if wait is not None:
        raise TooMany(wait)
