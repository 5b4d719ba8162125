"""Push: telling every process where to look again.

What is true is in tables; a hint only says that something there has changed. It is told after the commit, may
be told twice, and may be missed, which is told then (``Listener.miss``).
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

from wexstream.domain.model.ids import AccountId, ConferenceId, SignalId


class Topic(StrEnum):
    """What somebody is to look at again; it says nothing of whose doing it was, or of what."""

    TIMELINE = "timeline"
    LIVE = "live"
    NOTIFICATIONS = "notifications"
    MESSAGES = "messages"
    RELATIONS = "relations"
    ACCOUNT = "account"


APPEARING: Final = frozenset({Topic.RELATIONS, Topic.TIMELINE, Topic.NOTIFICATIONS})
"""Of those in whose lists an account appears, or is not to be seen any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomChanged:
    """A conference, or who is in it; where an ``account`` is named, no more than how that one is there."""

    conference: ConferenceId
    account: AccountId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChanged:
    """An account, or where it is signed in."""

    account: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationChanged:
    """What stands between two, which is not for each of them to know at once: see ``ListsChanged``."""

    low: AccountId
    high: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastsChanged:
    """What of an account has reached its network: a broadcast was announced, or is gone."""

    speaker: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsChanged:
    """What some accounts see in lists of their own."""

    accounts: tuple[AccountId, ...]
    topics: frozenset[Topic]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalsSent:
    """What people in a room say to those who are there by another process."""

    conference: ConferenceId
    signals: tuple[SignalId, ...]


Hint: TypeAlias = (
    RoomChanged | AccountChanged | RelationChanged | BroadcastsChanged | ListsChanged | SignalsSent
)
Note: TypeAlias = Callable[[Hint], None]
"""By which a repository says what is to be told once its transaction is committed."""


class Listener(Protocol):
    """Who is told. Neither may wait, nor raise."""

    def receive(self, hint: Hint) -> None:
        """Be told a hint; those of one process come in its order."""
        ...

    def miss(self) -> None:
        """Be told that hints may have been missed until now: everything is to be looked at again."""
        ...


class Push(Protocol):
    """Carries hints."""

    def publish(self, hints: Iterable[Hint]) -> None:
        """Tell this process at once, and all others soon. Neither waits nor raises."""
        ...

    def listen(self, listener: Listener) -> AbstractContextManager[None]:
        """Have a listener told until the end of the context, from its first ``miss`` on."""
        ...
