"""Conferences: created, live, finished; and who is present in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, TypeAlias

from wexstream.domain.model import text
from wexstream.domain.model.changes import UNSET, Unset, accepted, changed
from wexstream.domain.model.errors import ConferenceFinished, ConferenceNotLive, Removed, RoomFull
from wexstream.domain.model.events import ConferenceEnded, ConferenceHidden, ConferenceWentLive, Event
from wexstream.domain.model.ids import AccountId, ConferenceId, PeerId, PresenceId, ProcessId, SessionId

TITLE_LONGEST = 120
DESCRIPTION_LONGEST = 2_000
LOCK_LONGEST = 128
UNOPENED_ENDS_AFTER = timedelta(minutes=10)
ATTENDANCE_KEPT = timedelta(days=365)


class ConferenceState(StrEnum):
    """A conference goes through these in this order and never back."""

    CREATED = "created"
    LIVE = "live"
    FINISHED = "finished"


BroadcastState: TypeAlias = Literal[ConferenceState.LIVE, ConferenceState.FINISHED]


class Visibility(StrEnum):
    """For the speaker's network, or for everyone who is signed in."""

    PRIVATE = "private"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceChanges:
    """What a speaker changes; what is left out stays, and None unlocks or empties."""

    title: str | Unset = UNSET
    visibility: Visibility | Unset = UNSET
    description: str | Unset | None = UNSET
    password: str | Unset | None = UNSET

    def accepted(self) -> "ConferenceChanges":
        """Have them in the form in which they are kept. Raises Invalid."""
        return replace(
            self,
            title=accepted(title, self.title),
            description=accepted(description, self.description),
            password=accepted(lock, self.password),
        )


Outcome: TypeAlias = tuple["Conference", Sequence[Event]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference:
    """What a speaker broadcasts.

    ``room`` names its place in the engine, not guessable, ``[a-z0-9-]`` alone; ``announced`` is the last
    state that the speaker's network was told of. Created, it has neither time; live, ``broadcast_at`` alone;
    finished, ``broadcast_at`` up to ``finished_at``.
    """

    id: ConferenceId
    speaker: AccountId
    title: str
    visibility: Visibility
    room: str
    created_at: datetime
    description: str | None = None
    password_hash: str | None = None
    state: ConferenceState = ConferenceState.CREATED
    broadcast_at: datetime | None = None
    finished_at: datetime | None = None
    opened_at: datetime | None = None
    announced: ConferenceState = ConferenceState.CREATED

    @property
    def locked(self) -> bool:
        """Whether joining wants a password."""
        return self.password_hash is not None

    def start(self, *, at: datetime) -> Outcome:
        """Go live; live already, nothing changes. Raises ConferenceFinished."""
        if self.state is ConferenceState.FINISHED:
            raise ConferenceFinished
        if self.state is ConferenceState.LIVE:
            return self, ()
        live = replace(self, state=ConferenceState.LIVE, broadcast_at=at)
        return live, (ConferenceWentLive(conference=self.id),)

    def finish(self, *, at: datetime) -> Outcome:
        """End, not before it began whatever the clock says; finished already, nothing changes.

        Raises ConferenceNotLive.
        """
        if self.broadcast_at is None:
            raise ConferenceNotLive
        if self.state is ConferenceState.FINISHED:
            return self, ()
        ended_at = max(at, self.broadcast_at)
        ended = replace(self, state=ConferenceState.FINISHED, finished_at=ended_at)
        return ended, (ConferenceEnded(conference=self.id, at=ended_at),)

    def open(self, *, at: datetime) -> "Conference":
        """Note that somebody enters the room. Raises ConferenceNotLive, ConferenceFinished."""
        self.require_live()
        return self if self.opened_at else replace(self, opened_at=at)

    def require_live(self) -> None:
        """Let through while it is live. Raises ConferenceNotLive, ConferenceFinished."""
        if self.state is ConferenceState.CREATED:
            raise ConferenceNotLive
        if self.state is ConferenceState.FINISHED:
            raise ConferenceFinished

    def password_asked_of(
        self,
        account: AccountId,
        member: "Member | None",
        presence: "Presence | None",
        *,
        at: datetime,
        grace: timedelta,
    ) -> str | None:
        """Tell what the password has to match of one who may see it and joins; None where none is asked.

        None is asked of the speaker, nor of a member who is back within the grace. ``presence`` is the one
        that has not been ended, whether or not its lease ran out.
        """
        if account == self.speaker or (member and member.is_back(presence, at=at, grace=grace)):
            return None
        return self.password_hash

    def require_seat(self, account: AccountId, others: Sequence["Presence"], *, most: int | None) -> None:
        """Let through one for whom there is room: the speaker always, as one seat is kept for him.

        ``others`` are those who are there already, ``most`` how many can be there, the speaker among them;
        None for any number. Raises RoomFull.
        """
        guests = [other for other in others if other.account != self.speaker]
        if account != self.speaker and most is not None and len(guests) >= most - 1:
            raise RoomFull

    def change(
        self, changes: ConferenceChanges, *, password_hash: str | Unset | None, at: datetime
    ) -> Outcome:
        """Take accepted changes; the password that is among them as its hash."""
        edited = replace(
            self,
            title=changed(changes.title, self.title),
            description=changed(changes.description, self.description),
            password_hash=changed(password_hash, self.password_hash),
        )
        return edited.show_to(changed(changes.visibility, self.visibility), at=at)

    def announce(self) -> "Conference":
        """Note that the speaker's network was told of the state that it is in."""
        return replace(self, announced=self.state)

    def show_to(self, visibility: Visibility, *, at: datetime) -> Outcome:
        """Make it private or public; strangers in its room lose sight of it when it becomes private."""
        changed = replace(self, visibility=visibility)
        hides = self.visibility is Visibility.PUBLIC and visibility is Visibility.PRIVATE
        if hides and self.state is ConferenceState.LIVE:
            return changed, (ConferenceHidden(conference=self.id, speaker=self.speaker, at=at),)
        return changed, ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """One interval in which an account was in a room, kept up by a lease.

    While a socket of the account is open in the room, ``peer`` is its name there and ``held_by`` the serving
    process that has it; as it is read, ``lease_until`` then goes as far as that process is known to live.
    ``session`` is the one that joined, or whose socket held it, last.
    """

    id: PresenceId
    conference: ConferenceId
    account: AccountId
    began_at: datetime
    lease_until: datetime
    ended_at: datetime | None = None
    held_by: ProcessId | None = None
    peer: PeerId | None = None
    session: SessionId | None = None

    def stands(self, *, at: datetime) -> bool:
        """Tell whether its lease has not run out."""
        return at < self.lease_until

    def renew(self, *, until: datetime) -> "Presence":
        """Stay until the later of both ends."""
        return replace(self, lease_until=max(self.lease_until, until))

    def stay(self, session: SessionId, *, until: datetime) -> "Presence":
        """Have a session join anew: it counts as the one that is there, unless a socket of one is open."""
        return replace(self.renew(until=until), session=self.session if self.is_open else session)

    @property
    def is_open(self) -> bool:
        """Whether a socket keeps it up."""
        return self.peer is not None

    def hold(self, *, by: ProcessId, peer: PeerId, session: SessionId) -> "Presence":
        """Have a process keep it up by a socket of a session, in the place of any that there was before."""
        return replace(self, held_by=by, peer=peer, session=session)

    def let_go(self, peer: PeerId, *, until: datetime) -> "Presence":
        """Stay until a time without this socket; another one there by now, nothing changes."""
        return self.release(until=until) if self.peer == peer else self

    def release(self, *, until: datetime) -> "Presence":
        """Stay until a time without a socket."""
        return replace(self.renew(until=until), held_by=None, peer=None)

    def end(self, *, at: datetime) -> "Presence":
        """Leave: when the lease ran out if that was earlier, and not before it began."""
        return replace(self, ended_at=self.ends(at=at))

    def ends(self, *, at: datetime) -> datetime:
        """Tell when it ends if it is ended at a time."""
        return max(self.began_at, min(at, self.lease_until))


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An account that joined a conference once or more; the speaker is none of its own.

    ``removed_at`` is when the speaker sent it out, who has not let it in again since.
    """

    conference: ConferenceId
    account: AccountId
    joined_at: datetime
    left_at: datetime | None = None
    removed_at: datetime | None = None

    def require_welcome(self) -> None:
        """Let through who was not removed. Raises Removed."""
        if self.removed_at is not None:
            raise Removed

    def remove(self, *, at: datetime) -> "Member":
        """Send it out; removed already, nothing changes."""
        return replace(self, removed_at=self.removed_at or at)

    def readmit(self) -> "Member":
        """Let it join again."""
        return replace(self, removed_at=None)

    def leave(self, *, at: datetime) -> "Member":
        """Note when it left."""
        return replace(self, left_at=at)

    def come_back(self) -> "Member":
        """Note that it is there again."""
        return replace(self, left_at=None)

    def is_back(self, presence: Presence | None, *, at: datetime, grace: timedelta) -> bool:
        """Tell whether a return now counts as not having left.

        A presence that nobody has ended yet ended when its lease ran out.
        """
        left_at = presence.ends(at=at) if presence else self.left_at
        return left_at is None or at <= left_at + grace


def attended(presences: Iterable[Presence]) -> timedelta | None:
    """Add up how long somebody was there: the intervals that have ended; None where none is kept."""
    ended = [presence.ended_at - presence.began_at for presence in presences if presence.ended_at]
    return sum(ended, timedelta(0)) if ended else None


def ends_by_itself(conference: Conference, present: Sequence[Presence], *, at: datetime) -> bool:
    """Tell whether a live conference is over without anybody saying so.

    ``present`` are the presences that stand. Over: there are none; or nobody opened the room within ten
    minutes.
    """
    if conference.state is not ConferenceState.LIVE or conference.broadcast_at is None:
        return False
    if conference.opened_at is None:
        return at >= conference.broadcast_at + UNOPENED_ENDS_AFTER
    return not present


def title(value: str) -> str:
    """Accept a title of 1 to 120 characters. Raises Invalid."""
    return text.line(value, field="title", longest=TITLE_LONGEST)


def description(value: str | None) -> str | None:
    """Accept a description of up to 2,000 characters, or nothing. Raises Invalid."""
    return text.optional_paragraphs(value, field="description", longest=DESCRIPTION_LONGEST)


def lock(value: str | None) -> str | None:
    """Accept a conference's password of 1 to 128 characters, or None to unlock it. Raises Invalid."""
    return None if value is None else text.secret(value, field="password", longest=LOCK_LONGEST)
