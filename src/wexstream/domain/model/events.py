"""What has happened, in the past tense; what follows from it is decided by the use cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from wexstream.domain.model.ids import AccountId, ConferenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionAsked:
    """One asked another to connect; ``mails`` tells whether the other is told by mail too."""

    asker: AccountId
    asked: AccountId
    at: datetime
    mails: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCancelled:
    """The asker took the request back."""

    asker: AccountId
    asked: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswered:
    """The one asked has approved or declined."""

    asker: AccountId
    asked: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionApproved:
    """Two are connected."""

    asker: AccountId
    approver: AccountId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnected:
    """Two are connected no longer."""

    one: AccountId
    other: AccountId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """One blocks another: neither exists for the other."""

    blocker: AccountId
    blocked: AccountId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceWentLive:
    """A conference began."""

    conference: ConferenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceEnded:
    """A conference finished."""

    conference: ConferenceId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceHidden:
    """A public conference was made private: strangers in it may no longer see it."""

    conference: ConferenceId
    speaker: AccountId
    at: datetime


Event: TypeAlias = (
    ConnectionAsked
    | RequestCancelled
    | RequestAnswered
    | ConnectionApproved
    | Disconnected
    | Blocked
    | ConferenceWentLive
    | ConferenceEnded
    | ConferenceHidden
)
