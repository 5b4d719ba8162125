"""Plays the demo's story by the use cases, each scene at its time in the last weeks."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias
from urllib.parse import parse_qs, urlsplit

from wexstream.domain.model.account import AccountChanges
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.model.visibility import Viewer, require_signed_in
from wexstream.domain.usecases.conferences import ConferenceDraft
from wexstream.domain.usecases.registration import Application
from wexstream.domain.usecases.reporting import Complaint
from wexstream.entrypoints.container import Container
from wexstream.entrypoints.demo.conferences import BROADCASTS, PLANS, Broadcast
from wexstream.entrypoints.demo.messages import LETTERS, Letter
from wexstream.entrypoints.demo.people import ME, NETWORKS, PEOPLE, REQUESTS, Person
from wexstream.entrypoints.demo.stage import Letterbox, StageClock, StagedUnit
from wexstream.entrypoints.failure import Failure

Scene: TypeAlias = tuple[timedelta, Callable[[], Awaitable[None]]]
"""How long ago, and what happens."""

LIVE_ONES_LAST = timedelta(days=30)  # nobody's page renews these leases
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_SIGNED_UP, _CONNECTED = timedelta(days=60), timedelta(days=55)
_CAUGHT_UP = timedelta(hours=30)
_COMPLAINT = ("bea", "One cheap microphone, used well", "The title says one microphone. I counted three.")


async def play(container: Container, *, now: datetime, password: str) -> None:
    """Fill an empty platform with the last weeks of a small network; everybody has the password.

    Takes the container for itself: its clock, transactions and mails are those of the story from then on.
    Raises Failure where anybody is registered.
    """
    if await container.unit().run(lambda tx: tx.accounts.any_exists()):
        raise Failure(
            "There are people already: the demo fills an empty database only. Give it one of its own, for "
            "example with WS_DATA=./demo, and start the server with the same."
        )
    clock = StageClock(now - _SIGNED_UP)
    unit, letterbox = StagedUnit(container.unit()), Letterbox()
    container.clock.override(clock)
    container.unit.override(unit)
    container.carrier.override(letterbox)
    container.policy.override(replace(container.policy(), presence_grace=LIVE_ONES_LAST))
    story = _Story(container=container, letterbox=letterbox, password=password, viewers={}, conferences={})
    for ago, happen in sorted(story.scenes(), key=lambda scene: scene[0], reverse=True):
        clock.go_on_to(now - ago)
        await happen()
        while jobs := unit.take():
            for job in jobs:
                await container.afterwards().do(job)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    container: Container
    letterbox: Letterbox
    password: str
    viewers: dict[str, Viewer]
    conferences: dict[str, ConferenceId]

    def scenes(self) -> Iterator[Scene]:
        """Tell what happens, in no order."""
        for index, person in enumerate(PEOPLE):
            yield _SIGNED_UP - index * 3 * _HOUR, partial(self._sign_up, person)
            yield _SIGNED_UP - index * 3 * _HOUR - _MINUTE, partial(self._settle_in, person)
            yield _CAUGHT_UP, partial(self._catch_up, person)
        pairs = ((one, other) for one, others in NETWORKS.items() for other in others.split())
        for index, (one, other) in enumerate(pairs):
            yield _CONNECTED - index * _HOUR, partial(self._ask, one, other)
            yield _CONNECTED - index * _HOUR - _MINUTE, partial(self._ask, other, one)
        for one, other, hours in REQUESTS:
            yield hours * _HOUR, partial(self._ask, one, other)
        for broadcast in BROADCASTS:
            yield from self._broadcast(broadcast)
        for plan in PLANS:
            yield plan.created, partial(self._create, plan.speaker, plan.draft)
        for letter in LETTERS:
            yield letter.sent, partial(self._write, letter)
        yield 2 * _HOUR, partial(self._complain, *_COMPLAINT)

    def _broadcast(self, broadcast: Broadcast) -> Iterator[Scene]:
        began, title = broadcast.began, broadcast.title
        yield began + 2 * _MINUTE, partial(self._create, broadcast.speaker, broadcast.draft)
        yield began, partial(self._start, broadcast.speaker, title)
        for index, guest in enumerate([broadcast.speaker, *broadcast.came.split()]):
            yield began - index * _MINUTE, partial(self._join, guest, title)
        if broadcast.lasted is not None:
            yield began - broadcast.lasted, partial(self._finish, broadcast.speaker, title)

    async def _sign_up(self, person: Person) -> None:
        application = Application(
            full_name=person.full_name,
            email=person.email,
            password=self.password,
            terms_version=self.container.policy().terms_version,
            language=person.language,
            time_zone=person.time_zone,
        )
        await self.container.registration().sign_up(application, origin=person.key)

    async def _settle_in(self, person: Person) -> None:
        """Follow the link of the mail, and tell about oneself."""
        (token,) = parse_qs(urlsplit(self.letterbox.link()).query)["token"]
        await self.container.registration().verify(token, password=self.password, origin=person.key)
        viewer = await self._sign_in(person)
        changes = AccountChanges(
            bio=person.bio,
            location=person.location,
            website=person.website,
            messages_from_strangers=person.messages_from_strangers,
        )
        await self.container.accounts().change(viewer, changes)
        if person.portrait is not None:
            await self.container.accounts().set_picture(viewer, partial(_hand_in, person.portrait))
        if person.key == ME:
            await self.container.operating().appoint(person.email)
        await self.container.sessions().sign_out(viewer)
        self.viewers[person.key] = viewer

    async def _sign_in(self, person: Person) -> Viewer:
        sessions = self.container.sessions()
        session = await sessions.sign_in(
            email=person.email, password=self.password, stay=False, device=None, origin=person.key
        )
        recognised = await sessions.recognise(sessions.token(session))
        return require_signed_in(recognised.viewer if recognised else None)

    async def _ask(self, one: str, other: str) -> None:
        """Ask to connect, or approve by asking too."""
        await self.container.connections().ask(self.viewers[one], self.viewers[other].account)

    async def _create(self, speaker: str, draft: ConferenceDraft) -> None:
        made = await self.container.conferences().create(self.viewers[speaker], draft)
        self.conferences[draft.title] = made

    async def _start(self, speaker: str, title: str) -> None:
        await self.container.conferences().start(self.viewers[speaker], self.conferences[title])

    async def _join(self, guest: str, title: str) -> None:
        await self.container.rooms().join(self.viewers[guest], self.conferences[title])

    async def _finish(self, speaker: str, title: str) -> None:
        await self.container.conferences().finish(self.viewers[speaker], self.conferences[title])

    async def _write(self, letter: Letter) -> None:
        recipients = [self.viewers[name] for name in letter.to.split()]
        to = [recipient.account for recipient in recipients]
        messages = self.container.messages()
        sent = await messages.send(
            self.viewers[letter.sender], to=to, subject=letter.subject, body=letter.body
        )
        if letter.read:
            for recipient in recipients:
                await messages.mark(recipient, sent, read=True)

    async def _complain(self, reporter: str, title: str, reason: str) -> None:
        conference = self.conferences[title]
        complaint = Complaint(reason=reason)
        await self.container.reporting().report_conference(self.viewers[reporter], conference, complaint)

    async def _catch_up(self, person: Person) -> None:
        await self.container.notifications().mark_all_read(self.viewers[person.key])


async def _hand_in(portrait: bytes) -> bytes:
    return portrait
