"""Links in mails: each does one thing, for a while, for whoever holds it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from wexstream.domain.model.errors import LinkExpired, LinkUsed
from wexstream.domain.model.ids import AccountId, LinkId


class LinkPurpose(StrEnum):
    """What a link does."""

    VERIFY = "verify"
    RESET = "reset"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that was, or will be, mailed. Its token is kept nowhere, only a hash of it.

    ``email`` is the address that it was sent to; following the link proves that it is the account's owner's.
    """

    id: LinkId
    account: AccountId
    purpose: LinkPurpose
    token_hash: bytes
    email: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    superseded: bool = False

    def works(self, *, at: datetime) -> bool:
        """Tell whether following it now would do what it says."""
        return at < self.expires_at and not self.superseded and self.used_at is None

    def use(self, *, at: datetime) -> "Link":
        """Use it up; a used link that verifies still says so, others work once, strictly.

        Raises LinkExpired when it is too old or a newer one was sent, LinkUsed when it was used before.
        """
        if at >= self.expires_at:
            raise LinkExpired
        if self.used_at is not None:
            if self.purpose is LinkPurpose.VERIFY:
                return self
            raise LinkUsed
        if self.superseded:
            raise LinkExpired
        return replace(self, used_at=at)
