"""Sessions: where an account is signed in, and since when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.ids import AccountId, SessionId

STAYS_FOR = timedelta(days=30)
LASTS_FOR = timedelta(hours=24)
LEAVING_LASTS_FOR = timedelta(hours=1)
RECENT_FOR = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=5)
DEVICE_LONGEST = 200
DEVICE_KNOWN_FOR = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in that stands until it is ended or its time is over.

    ``two_steps``: who opened it showed two things, such as a password and the code of an app.
    """

    id: SessionId
    account: AccountId
    device: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    two_steps: bool = False

    def stands(self, *, at: datetime) -> bool:
        """Tell whether its time is not over yet."""
        return at < self.expires_at


def begun(
    account: Account,
    name: SessionId,
    *,
    at: datetime,
    stay: bool,
    usual: timedelta = LASTS_FOR,
    client: str | None = None,
    two_steps: bool = False,
) -> Session:
    """Begin a session of an account, by what a client calls itself; suspended, it is for leaving alone."""
    lasts = STAYS_FOR if stay else usual
    if account.state is AccountState.SUSPENDED:
        lasts = LEAVING_LASTS_FOR
    return Session(
        id=name,
        account=account.id,
        device=device(client),
        created_at=at,
        last_seen_at=at,
        expires_at=at + lasts,
        two_steps=two_steps,
    )


def is_recent(signed_in_at: datetime, *, at: datetime) -> bool:
    """Tell whether a sign-in is of the last ten minutes, and so proof enough for what cannot be undone."""
    return at <= signed_in_at + RECENT_FOR


def device(value: str | None) -> str:
    """Make of what a client calls itself one line of up to 200 characters, whatever it sends."""
    sent = (value or "")[:DEVICE_LONGEST]
    return " ".join("".join(character if character.isprintable() else " " for character in sent).split())
