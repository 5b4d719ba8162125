"""Entering and leaving the rooms of conferences, and what ends by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wexstream.domain.model import conference as conferences
from wexstream.domain.model import throttling
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import Conference, Member, Presence
from wexstream.domain.model.errors import WrongPassword
from wexstream.domain.model.ids import ConferenceId, PresenceId
from wexstream.domain.model.visibility import Viewer, require_active
from wexstream.domain.usecases.consequences import Consequences
from wexstream.domain.usecases.encounters import approach
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.throttling import Guesses, require_rate
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.meetings import (
    JitsiMeeting,
    MeetingPass,
    Meetings,
    PeerMeeting,
    RoomPass,
    RoomPasses,
    Seat,
    pass_ends,
)
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.security import Passwords, PictureLinks, Throttle, Verdict

SWEEP_AT_ONCE = 100
PICTURE_LASTS = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """Who joins which locked conference, what is known of earlier visits, and what a password must match."""

    account: Account
    conference: Conference
    member: Member | None
    presence: Presence | None
    lock: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The rooms of live conferences."""

    unit: UnitOfWork
    clock: Clock
    ids: Ids
    passwords: Passwords
    picture_links: PictureLinks
    meetings: Meetings
    passes: RoomPasses
    consequences: Consequences
    throttle: Throttle
    policy: Policy

    async def join(
        self, viewer: Viewer | None, conference: ConferenceId, *, password: str | None = None
    ) -> MeetingPass:
        """Enter a live conference, or stay in it, and get a pass for its room.

        Raises NotSignedIn, AccountSuspended, EmailNotVerified, NotFound, Removed, ConferenceNotLive,
        ConferenceFinished, RoomFull, WrongPassword, TooMany.
        """
        known = require_active(viewer)
        coming = f"{known.account} {conference}"
        await require_rate(self.throttle, "join", coming, throttling.ARRIVAL_PER_PERSON)
        entered = await self._enter(known, conference)
        if isinstance(entered, str):
            await self._require_unlocked(known, conference, entered, password)
            entered = await self._enter(known, conference, opened=entered)
        if isinstance(entered, str):  # another one was set meanwhile
            raise WrongPassword
        return self._admit(*entered)

    @transactional
    async def leave(self, tx: Transaction, viewer: Viewer | None, conference: ConferenceId) -> None:
        """Leave a conference; not there, nothing happens.

        Raises NotSignedIn, AccountSuspended, EmailNotVerified, NotFound.
        """
        near = await approach(tx, require_active(viewer), conference)
        await tx.presences.end(near.conference.id, [near.me.id], at=self.clock.now())

    @transactional
    async def withdraw(self, tx: Transaction, viewer: Viewer | None, conference: ConferenceId) -> None:
        """Take back having joined; whoever has the room open, by whatever socket, stays.

        Raises NotSignedIn, AccountSuspended, EmailNotVerified, NotFound.
        """
        near = await approach(tx, require_active(viewer), conference)
        presence = await tx.presences.of(near.conference.id, near.me.id)
        if presence is not None and not presence.is_open:
            await tx.presences.end(near.conference.id, [near.me.id], at=self.clock.now())

    async def sweep(self) -> int:
        """End the leases that ran out and the conferences that are over; tell how many were looked at.

        None are while the servers may not have said yet whom they hold, as after an outage, nor for the grace
        after it: those who were cut off come back as they would after any other break.
        """
        due = await self._due()
        for conference in due:
            await self._tidy(conference)
        return len(due)

    async def _require_unlocked(
        self, viewer: Viewer, conference: ConferenceId, lock: str, password: str | None
    ) -> None:
        if password is None:
            raise WrongPassword
        guesses = Guesses(
            throttle=self.throttle,
            counted_by=[
                ("lock", f"{viewer.account} {conference}", throttling.LOCK_PER_ACCOUNT),
                ("lock-origin", f"{viewer.origin} {conference}", throttling.LOCK_PER_ORIGIN),
            ],
        )
        await guesses.begin()
        if await self.passwords.check(password, lock) is Verdict.WRONG:
            raise WrongPassword
        await guesses.forgive()

    @transactional
    async def _enter(
        self, tx: Transaction, viewer: Viewer, conference: ConferenceId, *, opened: str | None = None
    ) -> tuple[Account, Conference] | str:
        """Enter where no password is asked but what ``opened``; else tell what it has to match."""
        now = self.clock.now()
        arrival = await self._receive(tx, viewer, conference, at=now)
        if arrival.lock is not None and arrival.lock != opened:
            return arrival.lock
        account, found, presence = arrival.account, arrival.conference, arrival.presence
        entered = found.open(at=now)
        if entered != found:
            await tx.conferences.save(entered)
        if presence is not None and presence.stands(at=now):
            until = now + self.policy.presence_grace
            await tx.presences.save(presence.stay(viewer.session, until=until))
            return account, entered
        if presence is not None:
            await tx.presences.end(found.id, [account.id], at=now)
        await self._be_present(tx, viewer, entered, arrival.member, at=now)
        return account, entered

    async def _receive(
        self, tx: Transaction, viewer: Viewer, conference: ConferenceId, *, at: datetime
    ) -> "_Arrival":
        """Let through to the door who may join, but for the password, and lock the conference."""
        near = await approach(tx, viewer, conference)
        account, found = near.me, near.conference
        member = await tx.presences.member(found.id, account.id)
        if member is not None:
            member.require_welcome()
        found.require_live()
        presence = await tx.presences.of(found.id, account.id)
        if self.meetings.most_people is not None and not (presence and presence.stands(at=at)):
            others = [other for other in await tx.presences.standing(found.id) if other.stands(at=at)]
            found.require_seat(account.id, others, most=self.meetings.most_people)
        grace = self.policy.presence_grace
        lock = found.password_asked_of(account.id, member, presence, at=at, grace=grace)
        return _Arrival(account=account, conference=found, member=member, presence=presence, lock=lock)

    async def _be_present(
        self,
        tx: Transaction,
        viewer: Viewer,
        conference: Conference,
        member: Member | None,
        *,
        at: datetime,
    ) -> None:
        begun = Presence(
            id=PresenceId(self.ids.new()),
            conference=conference.id,
            account=viewer.account,
            began_at=at,
            lease_until=at + self.policy.presence_grace,
            session=viewer.session,
        )
        await tx.presences.add(begun)
        if member is not None:
            await tx.presences.save_member(member.come_back())
        elif viewer.account != conference.speaker:
            joined = Member(conference=conference.id, account=viewer.account, joined_at=at)
            await tx.presences.add_member(joined)

    def _admit(self, account: Account, conference: Conference) -> MeetingPass:
        now = self.clock.now()
        picture = None
        if account.picture is not None:
            until = now + PICTURE_LASTS
            picture = self.picture_links.sign(account.id, account.picture, expires_at=until)
        seat = Seat(
            room=conference.room,
            account=account.id,
            full_name=account.full_name,
            picture=picture,
            speaker=account.id == conference.speaker,
        )
        admitted = RoomPass(account=account.id, conference=conference.id)
        ends, place = pass_ends(now), self.meetings.admit(seat, at=now)
        return MeetingPass(
            engine=self.meetings.engine,
            socket=self.passes.socket(conference.id),
            ticket=self.passes.issue(admitted, expires_at=ends),
            moderator=seat.speaker,
            expires_at=ends,
            jitsi=place if isinstance(place, JitsiMeeting) else None,
            peer=place if isinstance(place, PeerMeeting) else None,
        )

    @transactional
    async def _due(self, tx: Transaction) -> list[ConferenceId]:
        now = self.clock.now()
        if not await tx.processes.settled(since=now - self.policy.presence_grace, at=now):
            return []
        unopened_since = now - conferences.UNOPENED_ENDS_AFTER
        return list(
            await tx.conferences.due(unopened_since=unopened_since, lease_before=now, limit=SWEEP_AT_ONCE)
        )

    @transactional
    async def _tidy(self, tx: Transaction, conference: ConferenceId) -> None:
        now = self.clock.now()
        found = await tx.conferences.lock(conference)
        if found is None:
            return
        present = await tx.presences.standing(found.id)
        standing = [presence for presence in present if presence.stands(at=now)]
        if len(standing) < len(present):
            lapsed = {presence.account for presence in present if not presence.stands(at=now)}
            await tx.presences.end(found.id, lapsed, at=now)
        if conferences.ends_by_itself(found, standing, at=now):
            ended, events = found.finish(at=now)
            await tx.conferences.save(ended)
            await self.consequences.follow(tx, events)
