"""Who is in a room, as each of those who have it open sees it, and what has changed since."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from wexstream.domain.model.ids import AccountId
from wexstream.entrypoints.rooms import frames
from wexstream.entrypoints.rooms.frames import Person
from wexstream.ports.views import RoomPerson

Roster: TypeAlias = Mapping[AccountId, Person]


def seen(people: Iterable[RoomPerson], apart: frozenset[AccountId]) -> Roster:
    """Show people to one who may not see some profiles: whose they are has a name like everybody."""
    return {person.account: _shown(person, hidden=person.account in apart) for person in people}


def differences(before: Roster, after: Roster) -> Iterator[str]:
    """Write what has changed from one roster to the next: who left, who is another or new."""
    for account in before.keys() - after.keys():
        yield frames.left(account)
    for account, person in after.items():
        if account not in before:
            yield frames.came(person)
        elif person != before[account]:
            yield frames.changed(person)


def _shown(person: RoomPerson, *, hidden: bool) -> Person:
    return Person(
        account=person.account,
        peer=person.peer,
        name=person.name,
        picture=None if hidden else person.picture,
        speaker=person.speaker,
        profile=not hidden,
    )
