"""Push: telling every process where to look again.

What is true is in tables; a hint only says that something there has changed. It is told after the commit, may
be told twice, and may be missed, which is told then (``Listener.miss``).
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from wexstream.domain.model.ids import AccountId, ConferenceId, SignalId


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomChanged:
    """A conference, or who is in it; where an ``account`` is named, no more than how that one is there."""

    conference: ConferenceId
    account: AccountId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChanged:
    """An account, how it stands to another, or where it is signed in."""

    account: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalsSent:
    """What people in a room say to those who are there by another process."""

    conference: ConferenceId
    signals: tuple[SignalId, ...]


Hint: TypeAlias = RoomChanged | AccountChanged | SignalsSent
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
