"""What stands between two accounts: one relation for an unordered pair."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from wexstream.domain.model.errors import AlreadyConnected, NotFound, NothingPending, OwnAccount, TooMany
from wexstream.domain.model.events import (
    Blocked,
    ConnectionApproved,
    ConnectionAsked,
    Disconnected,
    Event,
    RequestAnswered,
    RequestCancelled,
)
from wexstream.domain.model.ids import AccountId

ASK_AGAIN_AFTER = timedelta(days=7)
MAIL_AGAIN_AFTER = timedelta(days=1)


class RelationState(StrEnum):
    """Whether two accounts are connected, or one has asked."""

    NONE = "none"
    PENDING = "pending"
    CONNECTED = "connected"


class Standing(StrEnum):
    """How one account stands to another, as the first sees it."""

    ITSELF = "itself"
    STRANGER = "stranger"
    OUTGOING = "outgoing"
    INCOMING = "incoming"
    CONNECTED = "connected"
    BLOCKED = "blocked"


Outcome: TypeAlias = tuple["Relation", Sequence[Event]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """The one row of a pair; ``low`` has the smaller id.

    ``low_mailed_at`` is when the lower one's request last went to the other by mail, and so on.
    Invariant: a pair of which either blocks the other is neither pending nor connected.
    """

    low: AccountId
    high: AccountId
    state: RelationState = RelationState.NONE
    requested_by: AccountId | None = None
    requested_at: datetime | None = None
    connected_at: datetime | None = None
    low_blocks: bool = False
    high_blocks: bool = False
    low_declined_at: datetime | None = None
    high_declined_at: datetime | None = None
    low_mailed_at: datetime | None = None
    high_mailed_at: datetime | None = None

    def other(self, one: AccountId) -> AccountId:
        """Name the one of the two that is not ``one``."""
        return self.high if one == self.low else self.low

    def blocks(self, one: AccountId) -> bool:
        """Tell whether ``one`` blocks the other."""
        return self.low_blocks if one == self.low else self.high_blocks

    def declined_at(self, one: AccountId) -> datetime | None:
        """Tell when ``one`` last declined the other's request; None where they connected since."""
        return self.low_declined_at if one == self.low else self.high_declined_at

    @property
    def blocked(self) -> bool:
        """Whether either blocks the other."""
        return self.low_blocks or self.high_blocks

    @property
    def since(self) -> datetime | None:
        """When they connected, or when the one asked who still waits."""
        return self.connected_at or self.requested_at

    def standing(self, viewer: AccountId) -> Standing:
        """Tell how ``viewer`` stands to the other."""
        if self.blocked:
            return Standing.BLOCKED
        if self.state is RelationState.CONNECTED:
            return Standing.CONNECTED
        if self.state is RelationState.PENDING:
            return Standing.OUTGOING if self.requested_by == viewer else Standing.INCOMING
        return Standing.STRANGER

    def shown_since(self, before: "Relation") -> Sequence[AccountId]:
        """Name those of the two to whom it is shown at once that it has become another.

        A block is shown to who blocks alone, where nothing else stood between them. Whoever asked is not
        shown that it was declined, nor, as that is to look the same, that the one asked has blocked him.
        """
        return [one for one in (self.low, self.high) if self._is_shown(one, before)]

    def ask(self, by: AccountId, *, at: datetime) -> Outcome:
        """Ask to connect; to ask somebody who has asked me is to approve; asked already, nothing changes.

        However often one asks and cancels, the other is mailed once a day.
        Raises AlreadyConnected, TooMany within seven days of a decline, NotFound where either blocks.
        """
        match self.standing(by):
            case Standing.BLOCKED:
                raise NotFound
            case Standing.CONNECTED:
                raise AlreadyConnected
            case Standing.INCOMING:
                return self._connect(by, at=at)
            case Standing.OUTGOING:
                return self, ()
            case _:
                self._refuse_asking_again(by, at)
        asked = replace(self, state=RelationState.PENDING, requested_by=by, requested_at=at)
        mails = self._may_be_mailed(by, at)
        if mails:
            asked = replace(asked, low_mailed_at=at) if by == self.low else replace(asked, high_mailed_at=at)
        return asked, (ConnectionAsked(asker=by, asked=self.other(by), at=at, mails=mails),)

    def approve(self, by: AccountId, *, at: datetime) -> Outcome:
        """Connect, being the one asked; connected already, nothing changes.

        Raises NothingPending, NotFound where either blocks.
        """
        match self.standing(by):
            case Standing.BLOCKED:
                raise NotFound
            case Standing.CONNECTED:
                return self, ()
            case Standing.INCOMING:
                return self._connect(by, at=at)
            case _:
                raise NothingPending

    def decline(self, by: AccountId, *, at: datetime) -> Outcome:
        """Answer no, being the one asked; nothing pending, nothing changes.

        Raises AlreadyConnected, NotFound where either blocks.
        """
        match self.standing(by):
            case Standing.BLOCKED:
                raise NotFound
            case Standing.CONNECTED:
                raise AlreadyConnected
            case Standing.INCOMING:
                return self._decline(by, at=at)
            case _:
                return self, ()

    def part(self, by: AccountId, *, at: datetime) -> Outcome:
        """Disconnect, cancel my request, or decline theirs. Raises NotFound where there is nothing of it."""
        match self.standing(by):
            case Standing.CONNECTED:
                return self._apart(), (Disconnected(one=by, other=self.other(by), at=at),)
            case Standing.OUTGOING:
                return self._apart(), (RequestCancelled(asker=by, asked=self.other(by)),)
            case Standing.INCOMING:
                return self._decline(by, at=at)
            case _:
                raise NotFound

    def block(self, by: AccountId, *, at: datetime) -> Outcome:
        """Block the other, which ends whatever connected the two; blocked by me already, nothing changes.

        Raises NotFound where the other alone blocks me: then he does not exist for me.
        """
        if self.blocks(by):
            return self, ()
        if self.blocked:
            raise NotFound
        apart = self._apart()
        blocked = replace(apart, low_blocks=True) if by == self.low else replace(apart, high_blocks=True)
        return blocked, (Blocked(blocker=by, blocked=self.other(by), at=at),)

    def unblock(self, by: AccountId) -> "Relation":
        """Take my block back; nothing that it ended comes back."""
        return replace(self, low_blocks=False) if by == self.low else replace(self, high_blocks=False)

    def _is_shown(self, one: AccountId, before: "Relation") -> bool:
        if self.blocks(one) is not before.blocks(one):
            return True
        if (self.state, self.requested_by) == (before.state, before.requested_by):
            return False
        other = self.other(one)
        refused = self.declined_at(other) != before.declined_at(other) or self.blocks(other)
        return not (before.requested_by == one and self.state is RelationState.NONE and refused)

    def _connect(self, by: AccountId, *, at: datetime) -> Outcome:
        asker = self.other(by)
        connected = replace(
            self._apart(),
            state=RelationState.CONNECTED,
            connected_at=at,
            low_declined_at=None,
            high_declined_at=None,
            low_mailed_at=None,
            high_mailed_at=None,
        )
        return connected, (
            RequestAnswered(asker=asker, asked=by),
            ConnectionApproved(asker=asker, approver=by, at=at),
        )

    def _decline(self, by: AccountId, *, at: datetime) -> Outcome:
        apart = self._apart()
        declined = (
            replace(apart, low_declined_at=at) if by == self.low else replace(apart, high_declined_at=at)
        )
        return declined, (RequestAnswered(asker=self.other(by), asked=by),)

    def _apart(self) -> "Relation":
        return replace(
            self, state=RelationState.NONE, requested_by=None, requested_at=None, connected_at=None
        )

    def _refuse_asking_again(self, by: AccountId, at: datetime) -> None:
        declined_at = self.declined_at(self.other(by))
        if declined_at is not None and at < declined_at + ASK_AGAIN_AFTER:
            raise TooMany(declined_at + ASK_AGAIN_AFTER - at)

    def _may_be_mailed(self, by: AccountId, at: datetime) -> bool:
        mailed_at = self.low_mailed_at if by == self.low else self.high_mailed_at
        return mailed_at is None or at >= mailed_at + MAIL_AGAIN_AFTER


def pair(one: AccountId, other: AccountId) -> tuple[AccountId, AccountId]:
    """Put two accounts into the order in which their relation is kept. Raises OwnAccount."""
    if one == other:
        raise OwnAccount
    return (one, other) if one < other else (other, one)


def strangers(one: AccountId, other: AccountId) -> Relation:
    """Make the relation of two accounts that have nothing to do with each other. Raises OwnAccount."""
    low, high = pair(one, other)
    return Relation(low=low, high=high)
