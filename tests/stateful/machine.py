"""Every command, in any order, by anybody: on the real platform and on the oracle, side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.stateful.oracle import Note, Oracle, Talk, Visibility
from tests.support import builders
from tests.support.builders import BROADCAST
from tests.support.platform import Platform
from tests.support.storage import Storage
from tests.support.unthrottled import Unthrottled
from tests.support.verdicts import OF_A_WEEK, SUSPENSION
from wexstream.domain.model import text
from wexstream.domain.model.conference import BroadcastState, ConferenceChanges
from wexstream.domain.model.conference import Visibility as Shown
from wexstream.domain.model.errors import DomainError
from wexstream.domain.model.ids import AccountId, ConferenceId, MessageId
from wexstream.domain.model.message import Box
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.visibility import Role, Viewer
from wexstream.domain.usecases.conferences import ConferenceDraft
from wexstream.ports import views
from wexstream.ports.jobs import Job

T = TypeVar("T")

PEOPLE = ["Amal Haddad", "Inês Zieliński", "Kofi Mensah", "Yuki Tanabe"]
MODERATOR = "Clara Weiss"
ALL: Slice[Any] = Slice(limit=100)

person = st.sampled_from(PEOPLE)
visibility: st.SearchStrategy[Visibility] = st.sampled_from(["private", "public"])
some = st.integers(min_value=0, max_value=9)


class Backend:
    """Where the real platform keeps things in this run, and the loop that it runs in."""

    def __init__(
        self,
        runner: asyncio.Runner,
        open_storage: Callable[[], Awaitable[Storage]],
        run_jobs: Callable[[Storage, Callable[[Job], Awaitable[None]]], Coroutine[Any, Any, None]],
    ) -> None:
        self.runner = runner
        self.open_storage = open_storage
        self.run_jobs = run_jobs


class Wexstream(RuleBasedStateMachine):
    """Four people and a moderator."""

    backend: ClassVar[Backend]

    def __init__(self) -> None:
        super().__init__()
        self.viewers: dict[str, Viewer] = {}
        self.talks: list[ConferenceId] = []
        self.letters: list[MessageId] = []

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        return self.backend.runner.run(work)

    def do(self, work: Coroutine[Any, Any, object], expected: str | None) -> None:
        """Run a command; it has to be refused as expected, or not at all."""
        assert self.wait(_refusal(work)) == expected

    @initialize()
    def begin(self) -> None:
        storage = self.wait(_opened(self.backend))
        self.storage = storage
        self.platform = Platform(storage, throttle=Unthrottled())
        self.oracle = Oracle(PEOPLE, storage.clock.now())
        for name in PEOPLE:
            self.viewers[name] = self.wait(self.platform.enter(builders.account(name)))
        self.moderator = self.wait(self.platform.enter(builders.account(MODERATOR, moderator=True)))

    # Who acts

    def viewer(self, name: str) -> Viewer:
        known = self.viewers[name]
        role = Role.SUSPENDED if name in self.oracle.suspended else Role.ACTIVE
        return Viewer(
            account=known.account, session=known.session, role=role, signed_in_at=known.signed_in_at
        )

    def id(self, name: str) -> AccountId:
        return self.viewers[name].account

    def play(
        self, one: str, work: Callable[[Viewer], Coroutine[Any, Any, object]], told: Callable[[], str | None]
    ) -> None:
        """Let somebody who is still there do something, here and there."""
        if one in self.oracle.suspended:
            self.do(work(self.viewer(one)), "account-suspended")
        elif one not in self.oracle.erased:  # nobody is recognised as one who was erased
            self.do(work(self.viewer(one)), told())

    # Relations

    @rule(one=person, other=person)
    def ask(self, one: str, other: str) -> None:
        self.relate(one, other, self.platform.connections.ask, self.oracle.ask)

    @rule(one=person, other=person)
    def approve(self, one: str, other: str) -> None:
        self.relate(one, other, self.platform.connections.approve, self.oracle.approve)

    @rule(one=person, other=person)
    def decline(self, one: str, other: str) -> None:
        self.relate(one, other, self.platform.connections.decline, self.oracle.decline)

    @rule(one=person, other=person)
    def part(self, one: str, other: str) -> None:
        self.relate(one, other, self.platform.connections.part, self.oracle.part)

    @rule(one=person, other=person)
    def block(self, one: str, other: str) -> None:
        self.relate(one, other, self.platform.connections.block, self.oracle.block)

    @rule(one=person, other=person)
    def unblock(self, one: str, other: str) -> None:
        self.relate(one, other, self.platform.connections.unblock, self.oracle.unblock)

    @rule(one=person, other=person)
    def be_connected(self, one: str, other: str) -> None:
        """Take the short way to what most of the rest needs."""
        self.relate(one, other, self.platform.connections.ask, self.oracle.ask)
        self.relate(other, one, self.platform.connections.approve, self.oracle.approve)

    def relate(
        self,
        one: str,
        other: str,
        command: Callable[[Viewer, AccountId], Coroutine[Any, Any, object]],
        told: Callable[[str, str], str | None],
    ) -> None:
        def expected() -> str | None:
            return "own-account" if one == other else told(one, other)

        self.play(one, lambda viewer: command(viewer, self.id(other)), expected)

    # Conferences

    @rule(one=person, shown=visibility)
    def create(self, one: str, shown: Visibility) -> None:
        self.play(one, lambda viewer: self.keep_talk(viewer, one, shown), lambda: None)

    @rule(one=person, shown=visibility)
    def go_live(self, one: str, shown: Visibility) -> None:
        """Take the short way to a broadcast."""
        before = len(self.talks)
        self.create(one, shown)
        if len(self.talks) > before:
            self.change_talk(one, before, self.platform.conferences.start, self.oracle.start)

    async def keep_talk(self, viewer: Viewer, one: str, shown: Visibility) -> None:
        draft = ConferenceDraft(title=f"Talk of {one}", visibility=Shown(shown))
        made = await self.platform.conferences.create(viewer, draft)
        self.oracle.talks[len(self.talks)] = Talk(one, shown)
        self.talks.append(made)

    @precondition(lambda self: self.talks)
    @rule(one=person, which=some)
    def start(self, one: str, which: int) -> None:
        self.change_talk(one, which, self.platform.conferences.start, self.oracle.start)

    @precondition(lambda self: self.talks)
    @rule(one=person, which=some)
    def finish(self, one: str, which: int) -> None:
        self.change_talk(one, which, self.platform.conferences.finish, self.oracle.finish)

    @precondition(lambda self: self.talks)
    @rule(one=person, which=some)
    def delete(self, one: str, which: int) -> None:
        self.change_talk(one, which, self.platform.conferences.delete, self.oracle.delete)

    @precondition(lambda self: self.talks)
    @rule(one=person, which=some)
    def join(self, one: str, which: int) -> None:
        self.change_talk(one, which, self.platform.rooms.join, self.oracle.join)

    @precondition(lambda self: self.talks)
    @rule(one=person, which=some)
    def leave(self, one: str, which: int) -> None:
        self.change_talk(one, which, self.platform.rooms.leave, self.oracle.leave)

    @precondition(lambda self: self.talks)
    @rule(one=person, which=some)
    def remove_from_timeline(self, one: str, which: int) -> None:
        self.change_talk(one, which, self.platform.timeline.remove, self.oracle.remove_from_timeline)

    @precondition(lambda self: self.talks)
    @rule(one=person, which=some, shown=visibility)
    def show(self, one: str, which: int, shown: Visibility) -> None:
        changes = ConferenceChanges(visibility=Shown(shown))

        def edit(viewer: Viewer, talk: ConferenceId) -> Coroutine[Any, Any, object]:
            return self.platform.conferences.edit(viewer, talk, changes)

        self.change_talk(one, which, edit, lambda name, number: self.oracle.show(name, number, shown))

    def change_talk(
        self,
        one: str,
        which: int,
        command: Callable[[Viewer, ConferenceId], Coroutine[Any, Any, object]],
        told: Callable[[str, int], str | None],
    ) -> None:
        number = which % len(self.talks)
        self.play(one, lambda viewer: command(viewer, self.talks[number]), lambda: told(one, number))

    # Messages and notifications

    @rule(one=person, others=st.lists(person, min_size=1, max_size=3, unique=True))
    def send(self, one: str, others: list[str]) -> None:
        if one not in others:
            number = len(self.letters)
            self.play(
                one,
                lambda viewer: self.keep_letter(viewer, others),
                lambda: self.oracle.send(one, others, number),
            )

    async def keep_letter(self, viewer: Viewer, others: list[str]) -> None:
        to = [self.id(other) for other in others]
        sent = await self.platform.messages.send(viewer, to=to, subject="Hello", body="How are you?")
        self.letters.append(sent)

    @precondition(lambda self: self.letters)
    @rule(one=person, which=some, read=st.booleans())
    def mark(self, one: str, which: int, read: bool) -> None:  # noqa: FBT001 (drawn by name)
        number = which % len(self.letters)
        self.play(
            one,
            lambda viewer: self.platform.messages.mark(viewer, self.letters[number], read=read),
            lambda: self.oracle.mark(one, number, read=read),
        )

    @precondition(lambda self: self.letters)
    @rule(one=person, which=some)
    def throw_away(self, one: str, which: int) -> None:
        number = which % len(self.letters)
        self.play(
            one,
            lambda viewer: self.platform.messages.delete(viewer, self.letters[number]),
            lambda: self.oracle.throw_away(one, number),
        )

    @rule(one=person)
    def read_all(self, one: str) -> None:
        self.play(one, self.platform.notifications.mark_all_read, lambda: self.oracle.read_all(one))

    @rule(one=person)
    def forget_all(self, one: str) -> None:
        self.play(one, self.platform.notifications.delete_all, lambda: self.oracle.forget_all(one))

    # What happens by itself, and from above

    @rule()
    def announce(self) -> None:
        self.wait(self.backend.run_jobs(self.storage, self.platform.do_job))
        self.oracle.announce()

    @rule()
    def sweep(self) -> None:
        self.wait(self.platform.rooms.sweep())
        self.oracle.sweep()

    @rule(seconds=st.sampled_from([1, 61, 601, 8 * 24 * 3600]))
    def pass_time(self, seconds: int) -> None:
        self.storage.clock.advance(timedelta(seconds=seconds))
        self.oracle.now = self.storage.clock.now()

    @rule(name=person, sure=st.booleans(), for_a_week=st.booleans(), words=st.uuids())
    def suspend(self, name: str, sure: bool, for_a_week: bool, words: UUID) -> None:  # noqa: FBT001 (drawn by name)
        if sure and name not in self.oracle.erased:
            verdict = replace(OF_A_WEEK if for_a_week else SUSPENSION, words=str(words))
            self.do(self.platform.moderation.suspend(self.moderator, self.id(name), verdict), None)
            self.oracle.suspend(name, for_a_week=for_a_week)

    @rule()
    def end_suspensions(self) -> None:
        self.wait(self.platform.suspensions.end_those_due())
        self.oracle.end_suspensions()

    @precondition(lambda self: self.oracle.suspended)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.oracle.suspended)))
        self.do(self.platform.moderation.restore(self.moderator, self.id(name)), None)
        self.oracle.restore(name)

    @precondition(lambda self: len(self.oracle.erased) < 2)
    @rule(name=person, sure=st.integers(min_value=0, max_value=3))
    def erase(self, name: str, sure: int) -> None:
        if name not in self.oracle.erased and not sure:
            password = f"password of {name}"
            self.do(self.platform.privacy.erase(self.viewer(name), password=password), None)
            self.oracle.erase(name)

    # What everybody sees

    @rule(one=person)
    def look(self, one: str) -> None:
        if self.oracle.active(one):
            self.wait(self.see(one))

    def teardown(self) -> None:
        if self.viewers:
            for name in PEOPLE:
                self.look(name)
            self.wait(self.see_the_suspended())
            self.announce()
            self.wait(self.find_nothing_of_the_erased())

    async def see(self, one: str) -> None:
        viewer = self.viewer(one)
        for other in PEOPLE:
            if other != one:
                await self.see_person(viewer, one, other)
        for number in range(len(self.talks)):
            await self.see_talk(viewer, one, number)
        for state in BROADCAST:
            await self.see_timeline(viewer, one, state)
        await self.see_notes(viewer, one)
        await self.see_letters(viewer, one)

    async def see_person(self, viewer: Viewer, one: str, other: str) -> None:
        found = self.oracle.finds(one, other)
        profile = await self.platform.storage.queries.profile(viewer, self.id(other))
        assert (profile is not None) is found
        assert profile is None or profile.standing == self.oracle.standing(one, other)
        listed = await self.platform.people.search(viewer, text.folded(other), ALL)
        assert [row.id for row in listed.items] == ([self.id(other)] if found else [])
        for standing in (Standing.CONNECTED, Standing.INCOMING, Standing.OUTGOING):
            page = await self.platform.connections.list(viewer, standing, ALL)
            stands = found and self.oracle.standing(one, other) == standing
            assert (self.id(other) in {row.id for row in page.items}) is stands

    async def see_talk(self, viewer: Viewer, one: str, number: int) -> None:
        talk = self.oracle.talks.get(number)
        seen = await self.platform.storage.queries.conference(viewer, self.talks[number])
        assert (seen is not None) is (talk is not None and self.oracle.sees(one, talk))
        if seen is None or talk is None:
            return
        assert (seen.state, seen.broadcast_at) == (talk.state, talk.broadcast_at)
        assert not seen.finished_at or (seen.broadcast_at and seen.broadcast_at <= seen.finished_at)
        assert (seen.finished_at is not None) is (talk.state == "finished")
        assert seen.joined is (one in talk.members)
        there = set(talk.present) - {talk.speaker} if talk.state == "live" else talk.members
        shown = {name for name in there if self.shows(one, name, talk)}
        assert seen.people_count == len(shown)
        page = await self.platform.conferences.members(viewer, self.talks[number], ALL)
        members = {name for name in talk.members if self.shows(one, name, talk)}
        assert {item.person.full_name for item in page.items} == members

    def shows(self, one: str, name: str, talk: Talk) -> bool:
        """Whether one sees another among those who are, or were, there."""
        met = one == name or talk.state == "live" or self.oracle.tie(one, name).blocker is None
        return met and self.oracle.active(name)

    async def see_timeline(self, viewer: Viewer, one: str, state: BroadcastState) -> None:
        page = await self.platform.timeline.list(viewer, state, ALL)
        expected = [
            (self.oracle.talks[number].broadcast_at, self.talks[number])
            for number in self.oracle.timeline(one, state.value)
        ]
        shown = [(item.broadcast_at, item.id) for item in page.items]
        assert shown == sorted(expected, reverse=True)

    async def see_notes(self, viewer: Viewer, one: str) -> None:
        page = await self.platform.notifications.list(viewer, ALL)
        told = [item for item in page.items if item.actor is not None]
        assert sorted(map(_told, told)) == sorted(self.expected(note) for note in self.oracle.notes_of(one))
        counters = await self.platform.notifications.count(viewer)
        assert counters.notifications == sum(not item.read for item in page.items)
        asked = await self.platform.connections.list(viewer, Standing.INCOMING, ALL)
        assert counters.requests == len(asked.items)
        inbox = await self.platform.messages.list(viewer, Box.INBOX, ALL)
        assert counters.messages == sum(not item.read for item in inbox.items)

    def expected(self, note: Note) -> tuple[str, str, str, str, bool]:
        talk = "" if note.talk is None else str(self.talks[note.talk])
        letter = "" if note.letter is None else str(self.letters[note.letter])
        return note.kind, note.actor, talk, letter, note.read

    async def see_letters(self, viewer: Viewer, one: str) -> None:
        inbox = await self.platform.messages.list(viewer, Box.INBOX, ALL)
        received = {
            (self.letters[number], letter.sender, letter.received[one])
            for number, letter in self.oracle.letters.items()
            if one in letter.received
        }
        assert {(row.id, row.sender.full_name, row.read) for row in inbox.items} == received
        assert all((row.sender.id is not None) is self.links(one, row.sender) for row in inbox.items)
        sent = await self.platform.messages.list(viewer, Box.SENT, ALL)
        written = {
            (self.letters[number], frozenset(letter.to))
            for number, letter in self.oracle.letters.items()
            if letter.sender == one and letter.kept_by_sender
        }
        shown = {(row.id, frozenset(name.full_name for name in row.recipients)) for row in sent.items}
        assert shown == written

    def links(self, one: str, mentioned: views.Person) -> bool:
        return mentioned.full_name is not None and self.oracle.finds(one, mentioned.full_name)

    async def see_the_suspended(self) -> None:
        page = await self.platform.moderation.list_suspended(self.moderator, ALL)
        assert {row.person.full_name for row in page.items} == set(self.oracle.suspended)

    async def find_nothing_of_the_erased(self) -> None:
        kept = await self.storage.everything_kept()
        for name in self.oracle.erased:
            gone = self.id(name)
            assert not [mark for mark in (str(gone), gone.hex, name, text.folded(name)) if mark in kept]


async def _refusal(work: Coroutine[Any, Any, object]) -> str | None:
    try:
        await work
    except DomainError as error:
        return error.code
    return None


async def _opened(backend: Backend) -> Storage:
    return await backend.open_storage()


def _told(item: views.Notification) -> tuple[str, str, str, str, bool]:
    talk = "" if item.conference is None else str(item.conference.id)
    letter = "" if item.message is None else str(item.message.id)
    actor = item.actor.full_name if item.actor else None
    return item.kind, actor or "", talk, letter, item.read
