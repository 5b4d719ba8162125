"""Sessions: where an account is signed in, and since when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wexstream.domain.model.ids import AccountId, SessionId

STAYS_FOR = timedelta(days=30)
LASTS_FOR = timedelta(hours=24)
LEAVING_LASTS_FOR = timedelta(hours=1)
RECENT_FOR = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=5)
DEVICE_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in that stands until it is ended or its time is over."""

    id: SessionId
    account: AccountId
    device: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime

    def stands(self, *, at: datetime) -> bool:
        """Tell whether its time is not over yet."""
        return at < self.expires_at


def is_recent(signed_in_at: datetime, *, at: datetime) -> bool:
    """Tell whether a sign-in is of the last ten minutes, and so proof enough for what cannot be undone."""
    return at <= signed_in_at + RECENT_FOR


def device(value: str | None) -> str:
    """Make of what a client calls itself one line of up to 200 characters, whatever it sends."""
    sent = (value or "")[:DEVICE_LONGEST]
    return " ".join("".join(character if character.isprintable() else " " for character in sent).split())
