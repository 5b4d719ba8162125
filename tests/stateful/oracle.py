"""What Wexstream should do, said once more as plainly as possible, in sets and dictionaries.

The state machine plays every command on this and on the real platform, and compares what each person sees.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

GRACE = timedelta(seconds=60)
WEEK = timedelta(days=7)
UNOPENED = timedelta(minutes=10)

Name = str
Pair = frozenset[str]
State = Literal["created", "live", "finished"]
Visibility = Literal["private", "public"]


@dataclass
class Tie:
    """What stands between two people."""

    asker: Name | None = None
    connected_at: datetime | None = None
    blocker: Name | None = None
    declined: dict[Name, datetime] = field(default_factory=dict)  # whose request, and when


@dataclass
class Talk:
    """A conference."""

    speaker: Name
    visibility: Visibility
    state: State = "created"
    told: State = "created"
    broadcast_at: datetime | None = None
    opened: bool = False
    present: dict[Name, datetime] = field(default_factory=dict)  # until when
    members: set[Name] = field(default_factory=set)


@dataclass
class Note:
    """A notification."""

    owner: Name
    kind: str
    actor: Name
    talk: int | None = None
    letter: int | None = None
    read: bool = False


@dataclass
class Letter:
    """A message, and who still has a copy: whether it was read."""

    sender: Name | None
    to: tuple[Name | None, ...]
    received: dict[Name, bool]
    kept_by_sender: bool = True


class Oracle:
    """The whole platform, as a person would describe it."""

    def __init__(self, people: list[Name], now: datetime) -> None:
        self.now = now
        self.people = list(people)
        self.suspended: dict[Name, datetime | None] = {}  # until when
        self.erased: set[Name] = set()
        self.ties: dict[Pair, Tie] = {}
        self.talks: dict[int, Talk] = {}
        self.timelines: dict[Name, dict[int, bool]] = {name: {} for name in people}  # whether removed
        self.notes: list[Note] = []
        self.letters: dict[int, Letter] = {}

    # Who sees what

    def active(self, name: Name) -> bool:
        return name not in self.suspended and name not in self.erased

    def tie(self, one: Name, other: Name) -> Tie:
        return self.ties.setdefault(frozenset({one, other}), Tie())

    def finds(self, viewer: Name, owner: Name) -> bool:
        return viewer != owner and self.active(owner) and self.tie(viewer, owner).blocker is None

    def connected(self, one: Name, other: Name) -> bool:
        return one != other and self.tie(one, other).connected_at is not None

    def standing(self, viewer: Name, owner: Name) -> str:
        tie = self.tie(viewer, owner)
        if tie.connected_at:
            return "connected"
        if tie.asker:
            return "outgoing" if tie.asker == viewer else "incoming"
        return "stranger"

    def sees(self, viewer: Name, talk: Talk) -> bool:
        if viewer == talk.speaker:
            return True
        shown = talk.visibility == "public" or self.connected(viewer, talk.speaker)
        return shown and self.finds(viewer, talk.speaker)

    def notes_of(self, owner: Name) -> Iterator[Note]:
        for note in self.notes:
            hidden = note.talk is not None and not self.sees(owner, self.talks[note.talk])
            if note.owner == owner and self.finds(owner, note.actor) and not hidden:
                yield note

    def timeline(self, owner: Name, state: str) -> list[int]:
        shown = [
            number
            for number, removed in self.timelines[owner].items()
            if not removed and self.talks[number].state == state and self.sees(owner, self.talks[number])
        ]
        return sorted(shown)

    # Relations

    def ask(self, one: Name, other: Name) -> str | None:
        if not self.finds(one, other):
            return "not-found"
        tie = self.tie(one, other)
        if tie.connected_at:
            return "already-connected"
        if tie.asker == other:
            return self.approve(one, other)
        if tie.asker is None:
            if one in tie.declined and self.now < tie.declined[one] + WEEK:
                return "too-many-requests"
            tie.asker = one
            self._forget_request(one, other)
            self.notes.append(Note(other, "connection-requested", one))
        return None

    def approve(self, one: Name, other: Name) -> str | None:
        if not self.finds(one, other):
            return "not-found"
        tie = self.tie(one, other)
        if tie.connected_at:
            return None
        if tie.asker != other:
            return "nothing-pending"
        self._answer_request(other, one)
        tie.asker, tie.connected_at, tie.declined = None, self.now, {}
        self.notes.append(Note(other, "connection-approved", one))
        return None

    def decline(self, one: Name, other: Name) -> str | None:
        if not self.finds(one, other):
            return "not-found"
        tie = self.tie(one, other)
        if tie.connected_at:
            return "already-connected"
        if tie.asker == other:
            self._answer_request(other, one)
            tie.asker = None
            tie.declined[other] = self.now
        return None

    def part(self, one: Name, other: Name) -> str | None:
        tie = self.tie(one, other)
        if not self.finds(one, other) or (not tie.connected_at and not tie.asker):
            return "not-found"
        if tie.asker == other:
            return self.decline(one, other)
        if tie.asker == one:
            tie.asker = None
            self._forget_request(one, other)
            return None
        tie.connected_at = None
        self._sever(one, other)
        return None

    def block(self, one: Name, other: Name) -> str | None:
        tie = self.tie(one, other)
        if tie.blocker == one:
            return None
        if not self.finds(one, other):
            return "not-found"
        tie.asker = tie.connected_at = None
        tie.blocker = one
        self._sever(one, other)
        return None

    def unblock(self, one: Name, other: Name) -> str | None:
        tie = self.tie(one, other)
        if tie.blocker == one:
            tie.blocker = None
            return None
        return None if self.finds(one, other) else "not-found"

    def _forget_request(self, asker: Name, asked: Name) -> None:
        self.notes = [
            note
            for note in self.notes
            if (note.kind, note.actor, note.owner) != ("connection-requested", asker, asked)
        ]

    def _answer_request(self, asker: Name, asked: Name) -> None:
        for note in self.notes:
            if (note.kind, note.actor, note.owner) == ("connection-requested", asker, asked):
                note.read = True

    def _sever(self, one: Name, other: Name) -> None:
        for owner, speaker in ((one, other), (other, one)):
            for number, talk in self.talks.items():
                if talk.speaker == speaker:
                    self.timelines[owner].pop(number, None)
                    if not self.sees(owner, talk):
                        talk.present.pop(owner, None)
            self.notes = [note for note in self.notes if (note.owner, note.actor) != (owner, speaker)]

    # Conferences

    def own(self, one: Name, number: int) -> str | None:
        talk = self.talks.get(number)
        if talk is None or not self.sees(one, talk):
            return "not-found"
        return None if talk.speaker == one else "not-speaker"

    def start(self, one: Name, number: int) -> str | None:
        if refusal := self.own(one, number):
            return refusal
        talk = self.talks[number]
        if talk.state == "finished":
            return "conference-finished"
        if talk.state == "created":
            talk.state, talk.broadcast_at = "live", self.now
            talk.present[one] = self.now + GRACE
        return None

    def finish(self, one: Name, number: int) -> str | None:
        if refusal := self.own(one, number):
            return refusal
        if self.talks[number].state == "created":
            return "conference-not-live"
        self._end(self.talks[number])
        return None

    def show(self, one: Name, number: int, visibility: Visibility) -> str | None:
        if refusal := self.own(one, number):
            return refusal
        talk = self.talks[number]
        talk.visibility = visibility
        talk.present = {name: until for name, until in talk.present.items() if self.sees(name, talk)}
        return None

    def delete(self, one: Name, number: int) -> str | None:
        if refusal := self.own(one, number):
            return refusal
        self._remove(number)
        return None

    def join(self, one: Name, number: int) -> str | None:
        talk = self.talks.get(number)
        if talk is None or not self.sees(one, talk):
            return "not-found"
        if talk.state != "live":
            return "conference-not-live" if talk.state == "created" else "conference-finished"
        talk.opened = True
        talk.present[one] = self.now + GRACE
        if one != talk.speaker:
            talk.members.add(one)
        return None

    def leave(self, one: Name, number: int) -> str | None:
        talk = self.talks.get(number)
        if talk is None or not self.sees(one, talk):
            return "not-found"
        talk.present.pop(one, None)
        return None

    def sweep(self) -> None:
        for talk in self.talks.values():
            if talk.state != "live" or talk.broadcast_at is None:
                continue
            talk.present = {name: until for name, until in talk.present.items() if until > self.now}
            over = not talk.present if talk.opened else self.now >= talk.broadcast_at + UNOPENED
            if over:
                self._end(talk)

    def announce(self) -> None:
        """Do what was queued: tell the networks."""
        for number, talk in self.talks.items():
            if talk.told == talk.state or talk.broadcast_at is None:
                continue
            if talk.told == "created":
                audience = [name for name in self.people if self._entitled(name, talk)]
                for name in audience:
                    self.timelines[name].setdefault(number, False)
                    self.notes.append(Note(name, "conference-live", talk.speaker, number))
            else:
                audience = [name for name in self.people if self._reached(name, number)]
            if talk.state == "finished":
                self.notes += [Note(name, "conference-finished", talk.speaker, number) for name in audience]
            talk.told = talk.state

    def remove_from_timeline(self, one: Name, number: int) -> str | None:
        talk = self.talks.get(number)
        if talk is None or not self.sees(one, talk) or self.timelines[one].get(number, True):
            return "not-found"
        self.timelines[one][number] = True
        return None

    def _entitled(self, name: Name, talk: Talk) -> bool:
        if not self.active(name) or not self.active(talk.speaker) or name == talk.speaker:
            return False
        since = self.tie(name, talk.speaker).connected_at
        return since is not None and talk.broadcast_at is not None and since <= talk.broadcast_at

    def _reached(self, name: Name, number: int) -> bool:
        return (
            number in self.timelines[name] and self.active(name) and self.active(self.talks[number].speaker)
        )

    def _end(self, talk: Talk) -> None:
        talk.state = "finished"
        talk.present = {}

    def _remove(self, number: int) -> None:
        del self.talks[number]
        for timeline in self.timelines.values():
            timeline.pop(number, None)
        self.notes = [note for note in self.notes if note.talk != number]

    # Messages and notifications

    def send(self, one: Name, others: list[Name], number: int) -> str | None:
        if not all(self.finds(one, other) for other in others):
            return "recipient-unavailable"
        self.letters[number] = Letter(one, tuple(others), dict.fromkeys(others, False))
        self.notes += [Note(other, "message-received", one, letter=number) for other in others]
        return None

    def has(self, one: Name, number: int) -> bool:
        letter = self.letters.get(number)
        if letter is None:
            return False
        return one in letter.received or (letter.sender == one and letter.kept_by_sender)

    def mark(self, one: Name, number: int, *, read: bool) -> str | None:
        if not self.has(one, number):
            return "not-found"
        letter = self.letters[number]
        if one in letter.received:
            letter.received[one] = read
            for note in self.notes:
                if (note.owner, note.letter) == (one, number):
                    note.read = read
        return None

    def throw_away(self, one: Name, number: int) -> str | None:
        if not self.has(one, number):
            return "not-found"
        letter = self.letters[number]
        if letter.sender == one:
            letter.kept_by_sender = False
        letter.received.pop(one, None)
        self.notes = [note for note in self.notes if (note.owner, note.letter) != (one, number)]
        return None

    def read_all(self, one: Name) -> None:
        for note in list(self.notes_of(one)):
            note.read = True

    def forget_all(self, one: Name) -> None:
        gone = [id(note) for note in self.notes_of(one)]
        self.notes = [note for note in self.notes if id(note) not in gone]

    # Ends

    def suspend(self, name: Name, *, for_a_week: bool) -> None:
        self.suspended[name] = self.now + WEEK if for_a_week else None
        for talk in self.talks.values():
            if talk.speaker == name and talk.state == "live":
                self._end(talk)
            talk.present.pop(name, None)

    def restore(self, name: Name) -> None:
        del self.suspended[name]

    def end_suspensions(self) -> None:
        over = [name for name, until in self.suspended.items() if until is not None and until <= self.now]
        for name in over:
            self.restore(name)

    def erase(self, name: Name) -> None:
        for number in [number for number, talk in self.talks.items() if talk.speaker == name]:
            self._remove(number)
        for talk in self.talks.values():
            talk.present.pop(name, None)
            talk.members.discard(name)
        for letter in self.letters.values():
            letter.sender = None if letter.sender == name else letter.sender
            letter.to = tuple(None if one == name else one for one in letter.to)
            letter.received.pop(name, None)
        self.notes = [note for note in self.notes if name not in {note.owner, note.actor}]
        self.timelines[name] = {}
        self.ties = {pair: tie for pair, tie in self.ties.items() if name not in pair}
        self.suspended.pop(name, None)
        self.erased.add(name)
