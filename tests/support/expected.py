"""What a viewer must be shown of a world: the model's own functions, asked of each thing in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tests.support.worlds import Letter, World
from wexstream.domain.model import text, visibility
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import BroadcastState, Conference, ConferenceState, attended
from wexstream.domain.model.ids import AccountId, ConferenceId, PictureId
from wexstream.domain.model.message import Box, Copy
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.relation import Relation, Standing, pair, strangers
from wexstream.domain.model.visibility import role_of
from wexstream.ports import views

NOBODY = views.Person(id=None, full_name=None, picture=None)


@dataclass
class Expected:
    """What one account sees."""

    world: World
    me: Account

    @cached_property
    def accounts(self) -> dict[AccountId, Account]:
        return {account.id: account for account in self.world.accounts if account.id != self.world.erased}

    @cached_property
    def conferences_left(self) -> dict[ConferenceId, Conference]:
        return {one.id: one for one in self.world.conferences if one.speaker in self.accounts}

    def blocks(self, other: AccountId) -> bool:
        return other != self.me.id and self._relation(other).blocks(self.me.id)

    def standing(self, other: AccountId) -> Standing:
        return Standing.ITSELF if other == self.me.id else self._relation(other).standing(self.me.id)

    def sees_profile(self, owner: Account) -> bool:
        return visibility.sees_profile(role_of(self.me), owner.state, self.standing(owner.id))

    def sees_conference(self, conference: Conference) -> bool:
        owner = self.accounts[conference.speaker]
        return visibility.sees_conference(owner.state, self.standing(owner.id), conference.visibility)

    def has_listed(self, conference: Conference) -> bool:
        member = any(
            (one.conference, one.account) == (conference.id, self.me.id) for one in self.world.members
        )
        standing = self.standing(conference.speaker)
        listed = visibility.has_listed(standing, conference.state, member=member)
        return listed and self.sees_conference(conference)

    def finds(self, owner: Account) -> bool:
        return visibility.is_found(owner.state, self.standing(owner.id))

    def may_message(self, owner: Account) -> bool:
        standing = self.standing(owner.id)
        accepts = owner.messages_from_strangers
        return visibility.may_message(owner.state, standing, accepts_strangers=accepts)

    def profile(self, name: AccountId) -> views.Profile | None:
        owner = self.accounts.get(name)
        if owner is None or not self.sees_profile(owner):
            return None
        return views.Profile(
            id=owner.id,
            state=owner.state,
            full_name=owner.full_name,
            bio=owner.bio,
            location=owner.location,
            website=owner.website,
            picture=owner.picture,
            standing=self.standing(owner.id),
            since=self.since(owner.id),
            messageable=self.may_message(owner),
        )

    def picture(self, name: AccountId) -> PictureId | None:
        profile = self.profile(name)
        return profile.picture if profile else None

    def search(self, query: str, *, messageable: bool) -> list[views.PersonRow]:
        found = (owner for owner in self.accounts.values() if text.matches(owner.folded_name, query))
        return self._rows(
            owner for owner in found if self.finds(owner) and (self.may_message(owner) or not messageable)
        )

    def connections(self, standing: Standing) -> list[views.PersonRow]:
        return self._rows(
            owner
            for owner in self.accounts.values()
            if self.standing(owner.id) is standing and self.finds(owner)
        )

    def blocked(self) -> list[views.BlockedPerson]:
        blocked = [owner for owner in self.accounts.values() if self.blocks(owner.id)]
        return [
            views.BlockedPerson(id=owner.id, full_name=owner.full_name)
            for owner in sorted(blocked, key=_name)
        ]

    def suspended(self) -> list[views.SuspendedPerson]:
        shut_out = [
            (owner.suspended_at, owner.id, owner.suspended_until)
            for owner in self.accounts.values()
            if owner.suspended_at
        ]
        return [
            views.SuspendedPerson(
                id=name, person=self.person(name), suspended_at=suspended_at, suspended_until=until
            )
            for suspended_at, name, until in sorted(shut_out, reverse=True)
        ]

    def conference(self, name: ConferenceId) -> views.Conference | None:
        conference = self.conferences_left.get(name)
        return self._shown(conference) if conference and self.sees_conference(conference) else None

    def preview(self, name: ConferenceId) -> views.Preview | None:
        conference = self.conferences_left.get(name)
        if conference is None:
            return None
        speaker = self.accounts[conference.speaker]
        if not visibility.is_previewed(speaker.state, conference.visibility):
            return None
        return views.Preview(
            id=conference.id, title=conference.title, speaker=speaker.full_name, state=conference.state
        )

    def conferences(self, speaker: AccountId) -> list[views.Conference] | None:
        if self.profile(speaker) is None:
            return None
        mine = speaker == self.me.id
        listed = [
            conference
            for conference in self.conferences_left.values()
            if conference.speaker == speaker
            and self.sees_conference(conference)
            and (mine or conference.state is not ConferenceState.CREATED)
        ]
        listed.sort(key=lambda conference: (conference.created_at, conference.id), reverse=True)
        return [self._shown(conference) for conference in listed]

    def members(self, name: ConferenceId) -> list[views.Member] | None:
        conference = self.conferences_left.get(name)
        if conference is None or not self.sees_conference(conference):
            return None
        present = {
            presence.account
            for presence in self.world.presences
            if presence.conference == name and presence.ended_at is None
        }
        joined = sorted(
            (member.joined_at, member.account, member.left_at, member.removed_at is not None)
            for member in self.world.members
            if member.conference == name and self._is_named(conference, member.account)
        )
        told = visibility.is_told_how_long(self.standing(conference.speaker), conference.state)
        mine = conference.speaker == self.me.id
        return [
            views.Member(
                person=self.person(account),
                joined_at=joined_at,
                left_at=left_at if mine else None,
                present=account in present,
                attended_seconds=self._seconds_in(conference, account) if told else None,
                removed=mine and removed,
            )
            for joined_at, account, left_at, removed in joined
        ]

    def timeline(self, state: BroadcastState) -> list[views.Conference]:
        reached = {
            entry.conference
            for entry in self.world.timeline
            if entry.account == self.me.id and not entry.removed
        }
        broadcasts = [
            (conference.broadcast_at, conference.id, conference)
            for conference in self.conferences_left.values()
            if conference.id in reached
            and conference.broadcast_at
            and conference.state is state
            and self.sees_conference(conference)
        ]
        ordered = sorted(broadcasts, key=lambda broadcast: broadcast[:2], reverse=True)
        return [self._shown(conference) for _, _, conference in ordered]

    def live(self) -> list[views.Company]:
        live = [
            (conference.broadcast_at, conference.id, conference)
            for conference in self.conferences_left.values()
            if conference.state is ConferenceState.LIVE
            and conference.broadcast_at
            and self.sees_conference(conference)
        ]
        ordered = sorted(live, key=lambda broadcast: broadcast[:2], reverse=True)
        companies = [self._company(conference) for _, _, conference in ordered]
        return [company for company in companies if company.network_count > 0]

    def messages(self, box: Box) -> list[views.MessageRow]:
        ordered = sorted(
            self.world.letters,
            key=lambda letter: (letter.message.created_at, letter.message.id),
            reverse=True,
        )
        own = [(letter, letter.copy_of(self.me.id)) for letter in ordered]
        return [self._row(letter, copy) for letter, copy in own if copy and copy.box is box]

    def notifications(self) -> list[views.Notification]:
        own = [told for told in self.world.notifications if told.account == self.me.id]
        own.sort(key=lambda told: (told.created_at, told.id), reverse=True)
        return [self._told(told) for told in own if self.sees_notification(told)]

    def sees_notification(self, told: Notification) -> bool:
        if told.actor is not None:
            actor = self.accounts.get(told.actor)
            if actor is None or not self.sees_profile(actor):
                return False
        if told.conference is not None:
            conference = self.conferences_left.get(told.conference)
            if conference is None or not self.sees_conference(conference):
                return False
        return told.message is None or self._letter(told).copy_of(self.me.id) is not None

    def counters(self) -> views.Counters:
        return views.Counters(
            messages=sum(not row.read for row in self.messages(Box.INBOX)),
            notifications=sum(not told.read for told in self.notifications()),
            requests=len(self.connections(Standing.INCOMING)),
        )

    def person(self, name: AccountId | None) -> views.Person:
        account = self.accounts.get(name) if name else None
        if account is None:
            return NOBODY
        if not self.sees_profile(account):
            return views.Person(id=None, full_name=account.full_name, picture=None)
        return views.Person(id=account.id, full_name=account.full_name, picture=account.picture)

    def _relation(self, other: AccountId) -> Relation:
        low, high = pair(self.me.id, other)
        kept = (one for one in self.world.relations if (one.low, one.high) == (low, high))
        return next(kept, strangers(low, high))

    def since(self, other: AccountId) -> datetime | None:
        return None if other == self.me.id else self._relation(other).since

    def _rows(self, owners: Iterable[Account]) -> list[views.PersonRow]:
        return [
            views.PersonRow(
                id=owner.id,
                full_name=owner.full_name,
                bio=owner.bio,
                location=owner.location,
                picture=owner.picture,
                standing=self.standing(owner.id),
                since=self.since(owner.id),
                messageable=self.may_message(owner),
            )
            for owner in sorted(owners, key=_name)
        ]

    def _is_named(self, conference: Conference, guest: AccountId) -> bool:
        account = self.accounts.get(guest)
        if account is None:
            return False
        return visibility.is_named(account.state, self.standing(guest), conference.state)

    def _people(self, conference: Conference) -> list[views.Person]:
        there = [
            (presence.began_at, presence.account)
            for presence in self.world.presences
            if presence.conference == conference.id
            and presence.ended_at is None
            and presence.account != conference.speaker
        ]
        if conference.state is ConferenceState.FINISHED:
            there = [
                (member.joined_at, member.account)
                for member in self.world.members
                if member.conference == conference.id
            ]
        return [self.person(guest) for _, guest in sorted(there) if self._is_named(conference, guest)]

    def _company(self, conference: Conference) -> views.Company:
        there = sorted(
            (presence.began_at, presence.account)
            for presence in self.world.presences
            if presence.conference == conference.id
            and presence.ended_at is None
            and presence.account in self.accounts
            and visibility.is_company(self.accounts[presence.account].state, self.standing(presence.account))
        )
        return views.Company(
            conference=self._shown(conference),
            network=[self.person(guest) for _, guest in there[:5]],
            network_count=len(there),
        )

    def _seconds_in(self, conference: Conference, guest: AccountId) -> int | None:
        presences = [
            presence
            for presence in self.world.presences
            if (presence.conference, presence.account) == (conference.id, guest)
        ]
        whole = attended(presences)
        return None if whole is None else int(whole.total_seconds())

    def _shown(self, conference: Conference) -> views.Conference:
        people = self._people(conference)
        joined = any(
            (member.conference, member.account) == (conference.id, self.me.id)
            for member in self.world.members
        )
        over = conference.state is ConferenceState.FINISHED
        return views.Conference(
            id=conference.id,
            title=conference.title,
            description=conference.description,
            visibility=conference.visibility,
            locked=conference.locked,
            state=conference.state,
            speaker=self.person(conference.speaker),
            mine=conference.speaker == self.me.id,
            joined=joined,
            created_at=conference.created_at,
            broadcast_at=conference.broadcast_at,
            finished_at=conference.finished_at,
            people=people[:3],
            people_count=len(people),
            my_attendance_seconds=self._seconds_in(conference, self.me.id) if joined and over else None,
        )

    def _letter(self, told: Notification) -> Letter:
        return next(letter for letter in self.world.letters if letter.message.id == told.message)

    def _recipients(self, letter: Letter, box: Box) -> list[views.Person]:
        owners = [copy.owner for copy in letter.copies if copy.box is Box.INBOX] if box is Box.SENT else []
        known = sorted((self.accounts[owner] for owner in owners if owner in self.accounts), key=_name)
        return [self.person(owner.id) for owner in known] + [NOBODY] * (len(owners) - len(known))

    def message(self, letter: Letter) -> views.Message | None:
        copy = letter.copy_of(self.me.id)
        if copy is None:
            return None
        message = letter.message
        sender = self.accounts.get(message.sender) if message.sender else None
        return views.Message(
            id=message.id,
            box=copy.box,
            sender=self.person(message.sender),
            recipients=self._recipients(letter, copy.box),
            subject=message.subject,
            body=message.body,
            read=copy.read,
            answerable=sender is not None and self.may_message(sender),
            created_at=message.created_at,
        )

    def _row(self, letter: Letter, copy: Copy) -> views.MessageRow:
        message = letter.message
        return views.MessageRow(
            id=message.id,
            box=copy.box,
            sender=self.person(message.sender),
            recipients=self._recipients(letter, copy.box),
            subject=message.subject,
            excerpt=message.body[:200],
            read=copy.read,
            created_at=message.created_at,
        )

    def _told(self, told: Notification) -> views.Notification:
        conference = self.conferences_left[told.conference] if told.conference else None
        message = self._letter(told).message if told.message else None
        requests = self.connections(Standing.INCOMING)
        is_request = told.kind is NotificationKind.CONNECTION_REQUESTED
        return views.Notification(
            id=told.id,
            kind=told.kind,
            actor=self.person(told.actor) if told.actor else None,
            conference=views.ConferenceMention(
                id=conference.id, title=conference.title, state=conference.state
            )
            if conference
            else None,
            message=views.MessageMention(id=message.id, subject=message.subject) if message else None,
            sanction=None,
            answerable=is_request and any(row.id == told.actor for row in requests),
            read=told.read,
            created_at=told.created_at,
        )


def _name(owner: Account) -> tuple[str, AccountId]:
    return owner.folded_name, owner.id
