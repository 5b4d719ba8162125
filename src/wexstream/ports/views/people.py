"""Other people."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.account import AccountState
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.domain.model.relation import Standing


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody mentioned: without an id there is no profile to go to, without a name the account is gone.

    Whose profile may not be seen has neither id nor picture.
    """

    id: AccountId | None
    full_name: str | None
    picture: PictureId | None


@dataclass(slots=True, kw_only=True)
class Profile:
    """An account as another sees it; ``state`` is other than active for moderators only.

    ``since`` is when the two connected, or when the one asked.
    """

    id: AccountId
    state: AccountState
    full_name: str
    bio: str | None
    location: str | None
    website: str | None
    picture: PictureId | None
    standing: Standing
    since: datetime | None
    messageable: bool


@dataclass(slots=True, kw_only=True)
class PersonRow:
    """An account in a list of people; ``since`` is when the two connected, or when the one asked."""

    id: AccountId
    full_name: str
    bio: str | None
    location: str | None
    picture: PictureId | None
    standing: Standing
    since: datetime | None
    messageable: bool


@dataclass(slots=True, kw_only=True)
class BlockedPerson:
    """Somebody whom the reader blocks."""

    id: AccountId
    full_name: str
