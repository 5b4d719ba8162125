"""Small worlds in which everything that may hide or show something happens to somebody."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations
from uuid import UUID

from hypothesis import strategies as st

from tests.support import builders
from tests.support.clock import NOW
from tests.support.keeping import keep_relation
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.conference import Conference, ConferenceState, Member, Presence, Visibility
from wexstream.domain.model.ids import AccountId, ConferenceId, MessageId, PictureId
from wexstream.domain.model.message import Box, Copy, Message
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.relation import Relation, RelationState
from wexstream.ports.persistence import Transaction, UnitOfWork

NAMES = ["Ada Love", "ada love", "Łukasz Adà", "50% A_b", "a\\b 50%", "محمد علي", "Zoë Zoë", "O'Hara Ad"]
QUERIES = [
    "a",
    "l",
    "z",
    "ad",
    "lo",
    "zo",
    "ove",
    "ada",
    "%",
    "_",
    "\\",
    "50%",
    "a_b",
    "a\\b",
    "محم",
    "م",
    "e z",
]
TIMES = st.sampled_from([NOW + timedelta(hours=hours) for hours in range(3)])
LENGTHS = st.sampled_from([timedelta(0), timedelta(milliseconds=700), timedelta(minutes=10)])
SUBJECTLESS = (NotificationKind.CONNECTION_REQUESTED, NotificationKind.MODERATOR_WARNED)
ABOUT_CONFERENCES = (NotificationKind.CONFERENCE_LIVE, NotificationKind.CONFERENCE_FINISHED)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A broadcast on a timeline."""

    account: AccountId
    conference: ConferenceId
    removed: bool


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message, its copies, and who deleted his."""

    message: Message
    copies: list[Copy]
    deleted_by: set[AccountId]

    def copy_of(self, owner: AccountId) -> Copy | None:
        """Find somebody's copy, unless he deleted it."""
        if owner in self.deleted_by:
            return None
        return next((copy for copy in self.copies if copy.owner == owner), None)


@dataclass(frozen=True, kw_only=True)
class World:
    """All there is; ``erased`` is an account that is erased at the end."""

    accounts: list[Account]
    relations: list[Relation]
    conferences: list[Conference]
    presences: list[Presence]
    members: list[Member]
    timeline: list[Entry]
    letters: list[Letter]
    notifications: list[Notification]
    erased: AccountId | None

    async def keep(self, unit: UnitOfWork) -> None:
        """Write it into a storage in which there is nothing."""
        await unit.run(self._keep)

    async def leave(self, unit: UnitOfWork) -> None:
        """Take everything out of the storage again."""

        async def work(tx: Transaction) -> None:
            for account in await tx.accounts.lock([account.id for account in self.accounts]):
                await tx.accounts.erase(account)

        await unit.run(work)

    async def _keep(self, tx: Transaction) -> None:
        for account in self.accounts:
            await tx.accounts.add(account)
        for relation in self.relations:
            await keep_relation(tx, relation)
        for conference in self.conferences:
            await tx.conferences.add(conference)
            reached = [entry.account for entry in self.timeline if entry.conference == conference.id]
            await tx.timeline.add(conference, reached)
        for presence in self.presences:
            await tx.presences.add(presence)
        for member in self.members:
            await tx.presences.add_member(member)
        for letter in self.letters:
            await tx.messages.add(letter.message, letter.copies)
        await tx.notifications.add(self.notifications)
        await self._remove(tx)

    async def _remove(self, tx: Transaction) -> None:
        for entry in self.timeline:
            if entry.removed:
                await tx.timeline.remove(entry.account, entry.conference)
        for letter in self.letters:
            for owner in letter.deleted_by:
                await tx.messages.remove(owner, letter.message.id)
        if self.erased is not None:
            await tx.accounts.lock([self.erased])
            await tx.accounts.erase(self.erased)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    accounts = [draw(_accounts(number)) for number in range(draw(st.integers(2, 5)))]
    names = [account.id for account in accounts]
    conferences = [
        draw(_conferences(number, draw(st.sampled_from(names)))) for number in range(draw(st.integers(0, 4)))
    ]
    letters = [draw(_letters(number, names)) for number in range(draw(st.integers(0, 3)))]
    begun = [conference for conference in conferences if conference.broadcast_at is not None]
    visits = [(conference, guest) for conference in begun for guest in names]
    presences = [presence for visit in visits for presence in draw(_presences(*visit))]
    members = [
        Member(
            conference=conference.id,
            account=guest,
            joined_at=draw(TIMES),
            removed_at=draw(st.none() | TIMES),
        )
        for conference, guest in visits
        if guest != conference.speaker and draw(st.booleans())
    ]
    timeline = [
        Entry(account=account, conference=conference.id, removed=draw(st.integers(0, 3)) == 0)
        for conference, account in visits
        if draw(st.booleans())
    ]
    return World(
        accounts=accounts,
        relations=[draw(_relations(low, high)) for low, high in combinations(names, 2)],
        conferences=conferences,
        presences=presences,
        members=members,
        timeline=timeline,
        letters=letters,
        notifications=draw(_notifications(names, begun, letters)),
        erased=draw(st.none() | st.sampled_from(names)),
    )


@st.composite
def _accounts(draw: st.DrawFn, number: int) -> Account:
    state = draw(st.sampled_from([AccountState.ACTIVE, AccountState.ACTIVE, *AccountState]))
    made = builders.account(
        draw(st.sampled_from(NAMES)),
        state=state,
        email=f"{number}@example.org",
        moderator=draw(st.booleans()),
    )
    return replace(
        made,
        id=AccountId(UUID(int=1 + number)),
        suspended_at=draw(TIMES) if state is AccountState.SUSPENDED else None,
        suspended_until=draw(st.none() | TIMES) if state is AccountState.SUSPENDED else None,
        picture=PictureId(UUID(int=101 + number)) if draw(st.booleans()) else None,
        messages_from_strangers=draw(st.booleans()),
    )


@st.composite
def _relations(draw: st.DrawFn, low: AccountId, high: AccountId) -> Relation:
    state = draw(st.sampled_from(RelationState))
    blocks = st.booleans() if state is RelationState.NONE else st.just(value=False)
    pending = state is RelationState.PENDING
    return Relation(
        low=low,
        high=high,
        state=state,
        requested_by=draw(st.sampled_from([low, high])) if pending else None,
        requested_at=NOW if pending else None,
        connected_at=NOW if state is RelationState.CONNECTED else None,
        low_blocks=draw(blocks),
        high_blocks=draw(blocks),
    )


@st.composite
def _conferences(draw: st.DrawFn, number: int, speaker: AccountId) -> Conference:
    state = draw(st.sampled_from(ConferenceState))
    began_at = None if state is ConferenceState.CREATED else draw(TIMES)
    return Conference(
        id=ConferenceId(UUID(int=201 + number)),
        speaker=speaker,
        title=f"Conference {number}",
        visibility=draw(st.sampled_from(Visibility)),
        room=f"room{number}",
        created_at=draw(TIMES),
        password_hash="hash" if draw(st.booleans()) else None,
        state=state,
        broadcast_at=began_at,
        finished_at=began_at if state is ConferenceState.FINISHED else None,
    )


@st.composite
def _presences(draw: st.DrawFn, conference: Conference, guest: AccountId) -> list[Presence]:
    """Make some that ended or none, and perhaps one that stands while the conference is live."""
    kept: list[Presence] = []
    for lasted in draw(st.lists(LENGTHS, max_size=2)):
        made = builders.presence(conference, builders.account())
        began_at = draw(TIMES)
        kept.append(replace(made, account=guest, began_at=began_at, ended_at=began_at + lasted))
    if conference.state is ConferenceState.LIVE and draw(st.booleans()):
        other = builders.presence(conference, builders.account())
        kept.append(replace(other, account=guest, began_at=draw(TIMES)))
    return kept


@st.composite
def _letters(draw: st.DrawFn, number: int, names: list[AccountId]) -> Letter:
    sender, *recipients = draw(st.lists(st.sampled_from(names), min_size=2, max_size=4, unique=True))
    message = MessageId(UUID(int=301 + number))
    received = [
        Copy(message=message, owner=owner, box=Box.INBOX, read=draw(st.booleans())) for owner in recipients
    ]
    return Letter(
        message=Message(
            id=message, sender=sender, subject=f"Subject {number}", body="Body", created_at=draw(TIMES)
        ),
        copies=[Copy(message=message, owner=sender, box=Box.SENT, read=True), *received],
        deleted_by=set(draw(st.lists(st.sampled_from([sender, *recipients]), max_size=3))),
    )


@st.composite
def _notifications(
    draw: st.DrawFn, names: list[AccountId], begun: list[Conference], letters: list[Letter]
) -> list[Notification]:
    happenings: list[tuple[NotificationKind, ConferenceId | None, MessageId | None]] = [
        *((kind, None, None) for kind in SUBJECTLESS),
        *((kind, conference.id, None) for kind in ABOUT_CONFERENCES for conference in begun),
        *((NotificationKind.MESSAGE_RECEIVED, None, letter.message.id) for letter in letters),
    ]
    told = draw(
        st.lists(st.tuples(st.sampled_from(names), st.sampled_from(happenings)), max_size=12, unique=True)
    )
    return [
        replace(
            builders.notification(builders.account(), kind),
            account=owner,
            created_at=draw(TIMES),
            actor=draw(st.none() | st.sampled_from(names)),
            conference=conference,
            message=message,
            read=draw(st.booleans()),
        )
        for owner, (kind, conference, message) in told
    ]
