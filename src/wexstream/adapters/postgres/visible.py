"""The rules of ``domain.model.visibility`` as conditions of statements; a property test holds them to it.

A rule is written over an account that a statement looks at and the relation of the two, which is joined
outer: where there is no row the two are strangers, and where there is no account no rule holds.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, exists, func, not_, or_, select, true

from wexstream.adapters.postgres import tables
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.relation import RelationState, Standing

_block = tables.relations.alias("block")


class Counterpart:
    """An account that a viewer looks at: its columns, how the viewer stands to it, and what follows."""

    def __init__(self, name: str, *, viewer: ColumnElement[UUID], moderator: ColumnElement[bool]) -> None:
        """Name the aliases; ``viewer`` is who looks, ``moderator`` whether in that role."""
        self.account = tables.accounts.alias(name)
        self.relation = tables.relations.alias(f"{name}_relation")
        self._viewer = viewer
        self._moderator = moderator

    def joined_to(self, source: FromClause, account_id: ColumnElement[UUID]) -> FromClause:
        """Join the account of an id, if there is one, and the relation, if there is one."""
        return self.related_to(source.outerjoin(self.account, self.account.c.id == account_id))

    def related_to(self, source: FromClause) -> FromClause:
        """Join the relation, if there is one, to a source that has the account."""
        ids = (self._viewer, self.account.c.id)
        pair = and_(
            self.relation.c.low_id == func.least(*ids), self.relation.c.high_id == func.greatest(*ids)
        )
        return source.outerjoin(self.relation, pair)

    @property
    def acquaintances(self) -> FromClause:
        """The relations, each with the account that is not the viewer's; ``is_acquaintance`` finds his."""
        low, high = self.relation.c.low_id, self.relation.c.high_id
        return self.relation.join(
            self.account, self.account.c.id == case((low == self._viewer, high), else_=low)
        )

    @property
    def is_acquaintance(self) -> ColumnElement[bool]:
        """Whether a relation is one of the viewer's."""
        return or_(self.relation.c.low_id == self._viewer, self.relation.c.high_id == self._viewer)

    @property
    def itself(self) -> ColumnElement[bool]:
        """Whether the account is the viewer's own."""
        return self.account.c.id == self._viewer

    @property
    def active(self) -> ColumnElement[bool]:
        """Whether the account is active."""
        return self.account.c.state == AccountState.ACTIVE.value

    @property
    def blocked(self) -> ColumnElement[bool]:
        """Whether either blocks the other."""
        return or_(self.relation.c.low_blocks, self.relation.c.high_blocks).is_(true())

    @property
    def standing(self) -> ColumnElement[str]:
        """How the viewer stands to the account: ``Relation.standing``."""
        state = self.relation.c.state
        return case(
            (self.itself, Standing.ITSELF.value),
            (self.blocked, Standing.BLOCKED.value),
            (state == RelationState.CONNECTED.value, Standing.CONNECTED.value),
            (self.relation.c.requested_by == self._viewer, Standing.OUTGOING.value),
            (state == RelationState.PENDING.value, Standing.INCOMING.value),
            else_=Standing.STRANGER.value,
        )

    @property
    def since(self) -> ColumnElement[datetime | None]:
        """Since when the viewer stands so: ``Relation.since``."""
        return func.coalesce(self.relation.c.connected_at, self.relation.c.requested_at)

    @property
    def sees_profile(self) -> ColumnElement[bool]:
        """``visibility.sees_profile``."""
        return or_(self.itself, and_(not_(self.blocked), or_(self.active, self._moderator)))

    def sees_conference(self, conference: FromClause) -> ColumnElement[bool]:
        """``visibility.sees_conference``, of one whose speaker the account is."""
        public = conference.c.visibility == Visibility.PUBLIC.value
        return or_(self.itself, and_(self.active, not_(self.blocked), or_(public, self._connected)))

    @property
    def sees_public_alone(self) -> ColumnElement[bool]:
        """``visibility.sees_public_alone``, of one who is a speaker."""
        return and_(self.active, not_(self.itself), not_(self.blocked), not_(self._connected))

    def is_named(self, conference: FromClause) -> ColumnElement[bool]:
        """``visibility.is_named``, of one who is in a conference or was."""
        finished = conference.c.state == ConferenceState.FINISHED.value
        return and_(self.active, or_(not_(finished), not_(self.blocked)))

    @property
    def is_company(self) -> ColumnElement[bool]:
        """``visibility.is_company``, of one who is in a live conference."""
        return and_(self.active, self._connected)

    def has_listed(self, conference: FromClause, *, member: ColumnElement[bool]) -> ColumnElement[bool]:
        """``visibility.has_listed``, of one whose speaker the account is."""
        started = conference.c.state != ConferenceState.CREATED.value
        return or_(self.itself, and_(started, or_(member, self._connected)))

    def is_told_how_long(self, conference: FromClause) -> ColumnElement[bool]:
        """``visibility.is_told_how_long``, of one whose speaker the account is."""
        return and_(self.itself, conference.c.state == ConferenceState.FINISHED.value)

    @property
    def is_found(self) -> ColumnElement[bool]:
        """``visibility.is_found``."""
        return and_(self.active, not_(self.itself), not_(self.blocked))

    @property
    def may_message(self) -> ColumnElement[bool]:
        """``visibility.may_message``."""
        return and_(self.is_found, or_(self.account.c.messages_from_strangers, self._connected))

    @property
    def _connected(self) -> ColumnElement[bool]:
        return (self.relation.c.state == RelationState.CONNECTED.value).is_(true())


def is_previewed(conference: FromClause, speaker: FromClause) -> ColumnElement[bool]:
    """``visibility.is_previewed``."""
    public = conference.c.visibility == Visibility.PUBLIC.value
    return and_(public, speaker.c.state == AccountState.ACTIVE.value)


def blocked_with(viewer: ColumnElement[UUID]) -> Select[UUID]:
    """Select the accounts that a viewer blocks or is blocked by, few in general, to look many up in."""
    low, high = _block.c.low_id, _block.c.high_id
    return select(case((low == viewer, high), else_=low)).where(
        or_(low == viewer, high == viewer), or_(_block.c.low_blocks, _block.c.high_blocks)
    )


class Told:
    """Notifications with what they are about, and the condition that their owner may see all of it now."""

    def __init__(self) -> None:
        """Name the aliases."""
        self.notification = tables.notifications.alias("notification")
        self.conference = tables.conferences.alias("conference")
        self._owner = tables.accounts.alias("owner")
        owner = self.notification.c.account_id
        moderator = and_(self._owner.c.moderator, self._owner.c.state == AccountState.ACTIVE.value)
        self.actor = Counterpart("actor", viewer=owner, moderator=moderator)
        self._speaker = Counterpart("speaker", viewer=owner, moderator=moderator)

    @property
    def source(self) -> FromClause:
        """The notifications, joined with all that the condition looks at."""
        told = self.notification
        source: FromClause = told.join(self._owner, self._owner.c.id == told.c.account_id)
        source = self.actor.joined_to(source, told.c.actor_id)
        source = source.outerjoin(self.conference, self.conference.c.id == told.c.conference_id)
        return self._speaker.joined_to(source, self.conference.c.speaker_id)

    @property
    def sees_conference(self) -> ColumnElement[bool]:
        """Whether the owner may see the conference; not where there is none."""
        return self._speaker.sees_conference(self.conference)

    @property
    def has_message(self) -> ColumnElement[bool]:
        """Whether the owner's copy of the message is there still; not where there is none."""
        copy, told = tables.copies.alias("copy").c, self.notification
        found = exists().where(
            copy.message_id == told.c.message_id, copy.account_id == told.c.account_id, not_(copy.deleted)
        )
        return found.correlate(told)

    @property
    def shown(self) -> ColumnElement[bool]:
        """Whether the owner may see the actor's profile and the conference, and has the message still."""
        told = self.notification
        return and_(
            or_(told.c.actor_id.is_(None), self.actor.sees_profile),
            or_(told.c.conference_id.is_(None), self.sees_conference),
            or_(told.c.message_id.is_(None), self.has_message),
        )
