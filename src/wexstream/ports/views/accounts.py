"""One's own account, and the ways into it."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.account import AccountState, Language
from wexstream.domain.model.identity import Provider
from wexstream.domain.model.ids import AccountId, PasskeyId, PictureId, SessionId


@dataclass(slots=True, kw_only=True)
class Me:
    """An account as its owner sees it."""

    id: AccountId
    state: AccountState
    moderator: bool
    full_name: str
    email: str
    bio: str | None
    location: str | None
    website: str | None
    picture: PictureId | None
    language: Language
    time_zone: str
    mail_requests: bool
    mail_approvals: bool
    mail_messages: bool
    mail_live: bool
    mail_finished: bool
    messages_from_strangers: bool
    terms_version: str
    terms_accepted_at: datetime
    has_password: bool
    created_at: datetime


@dataclass(slots=True, kw_only=True)
class SecondStep:
    """Whether signing in takes a second step, since when, and how many of the codes kept are left."""

    on: bool
    since: datetime | None
    codes_left: int


@dataclass(slots=True, kw_only=True)
class Passkey:
    """A passkey, as its owner calls it, and when it last signed in."""

    id: PasskeyId
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(slots=True, kw_only=True)
class Session:
    """Where the reader is signed in."""

    id: SessionId
    device: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    current: bool


@dataclass(slots=True, kw_only=True)
class Identity:
    """Who the reader is at another service; ``email`` is the address there when it was linked.

    ``service`` is what that is called where it is not offered any more: none offered has its ``issuer``.
    """

    provider: Provider
    issuer: str
    service: str
    email: str | None
    linked_at: datetime
