"""Who is in a room, as each of those who have it open sees it, and what has changed since."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from wexstream.domain.model.ids import AccountId
from wexstream.entrypoints.rooms import frames
from wexstream.entrypoints.rooms.frames import Person
from wexstream.ports.views import RoomPerson

CHANGES_MOST = 16  # of which each is told by itself: with more, each reader would have to keep up with all

Roster: TypeAlias = Mapping[AccountId, Person]


def seen(people: Iterable[RoomPerson], apart: frozenset[AccountId]) -> Roster:
    """Show people to one who may not see some profiles: whose they are has a name like everybody."""
    return {person.account: _shown(person, hidden=person.account in apart) for person in people}


def differences(before: Roster, after: Roster) -> Sequence[str]:
    """Write what has changed from one roster to the next, or where that is much, who is there now."""
    gone = before.keys() - after.keys()
    other = [person for account, person in after.items() if before.get(account) != person]
    if len(gone) + len(other) > CHANGES_MOST:
        return [frames.people(after.values())]
    return [
        *(frames.left(account) for account in gone),
        *(frames.changed(one) if one.account in before else frames.came(one) for one in other),
    ]


def _shown(person: RoomPerson, *, hidden: bool) -> Person:
    return Person(
        account=person.account,
        peer=person.peer,
        name=person.name,
        picture=None if hidden else person.picture,
        speaker=person.speaker,
        profile=not hidden,
    )
