"""What one viewer sees of the tables: the rules of ``domain.model.visibility`` over rows."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.adapters.memory.store import KeptCopy, Tables
from wexstream.domain.model import visibility
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import Conference
from wexstream.domain.model.ids import AccountId, MessageId
from wexstream.domain.model.notification import Notification
from wexstream.domain.model.relation import Relation, Standing, pair, strangers
from wexstream.domain.model.visibility import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The tables as an account sees them in a role."""

    tables: Tables
    viewer: AccountId
    role: Role

    def relation(self, other: AccountId) -> Relation:
        """Read the relation to another account; strangers where there is no row. Raises OwnAccount."""
        found = self.tables.relations.get(pair(self.viewer, other))
        return found or strangers(self.viewer, other)

    def standing(self, other: AccountId) -> Standing:
        """Tell how the viewer stands to an account."""
        return Standing.ITSELF if other == self.viewer else self.relation(other).standing(self.viewer)

    def since(self, other: AccountId) -> datetime | None:
        """Tell since when the viewer stands so to an account."""
        return None if other == self.viewer else self.relation(other).since

    def sees_profile(self, owner: Account) -> bool:
        """Tell whether the viewer may see a profile."""
        return visibility.sees_profile(self.role, owner.state, self.standing(owner.id))

    def sees_conference(self, conference: Conference) -> bool:
        """Tell whether the viewer may see a conference."""
        owner = self.tables.accounts[conference.speaker]
        return visibility.sees_conference(owner.state, self.standing(owner.id), conference.visibility)

    def sees_public_alone(self, owner: Account) -> bool:
        """Tell whether the viewer may see an owner's public conferences, and none that are private."""
        return visibility.sees_public_alone(owner.state, self.standing(owner.id))

    def is_named(self, guest: AccountId, conference: Conference) -> bool:
        """Tell whether who is in a conference, or was, is named to the viewer."""
        state = self.tables.accounts[guest].state
        return visibility.is_named(state, self.standing(guest), conference.state)

    def is_company(self, guest: AccountId) -> bool:
        """Tell whether who is in a live conference is of the viewer's network."""
        return visibility.is_company(self.tables.accounts[guest].state, self.standing(guest))

    def is_told_how_long(self, conference: Conference) -> bool:
        """Tell whether the viewer is told how long each was in a conference."""
        return visibility.is_told_how_long(self.standing(conference.speaker), conference.state)

    def has_listed(self, conference: Conference) -> bool:
        """Tell whether the viewer, who may see a conference, has it in some list of his."""
        member = (conference.id, self.viewer) in self.tables.members
        return visibility.has_listed(self.standing(conference.speaker), conference.state, member=member)

    def finds(self, owner: Account) -> bool:
        """Tell whether the viewer finds an account."""
        return visibility.is_found(owner.state, self.standing(owner.id))

    def may_message(self, owner: Account) -> bool:
        """Tell whether the viewer may write to an account."""
        accepts = owner.messages_from_strangers
        return visibility.may_message(owner.state, self.standing(owner.id), accepts_strangers=accepts)

    def copy(self, message: MessageId) -> KeptCopy | None:
        """Find the viewer's copy of a message, unless it was deleted."""
        copies = self.tables.copies.get(message, ())
        return next((copy for copy in copies if copy.owner == self.viewer and not copy.deleted), None)

    def sees_notification(self, notification: Notification) -> bool:
        """Tell whether the viewer may see all that one of his notifications is about."""
        tables = self.tables
        if notification.actor is not None and not self.sees_profile(tables.accounts[notification.actor]):
            return False
        if notification.message is not None and self.copy(notification.message) is None:
            return False
        return notification.conference is None or self.sees_conference(
            tables.conferences[notification.conference]
        )


def sight_of(tables: Tables, account: Account) -> Sight:
    """See the tables as an account does today."""
    return Sight(tables=tables, viewer=account.id, role=visibility.role_of(account))
