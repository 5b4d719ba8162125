"""Who is in a room, as each of those who have it open sees it, and what has changed since."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from wexstream.domain.model.ids import AccountId
from wexstream.entrypoints.rooms import frames
from wexstream.entrypoints.rooms.frames import Person
from wexstream.ports.views import RoomPerson

CHANGES_MOST = 16  # of which each is told by itself: with more, each reader would have to keep up with all

Roster: TypeAlias = Mapping[AccountId, Person]
NOBODY: frozenset[AccountId] = frozenset()


def seen(people: Iterable[RoomPerson], apart: frozenset[AccountId]) -> Roster:
    """Show people to one who may not see some profiles: whose they are has a name like everybody."""
    return {person.account: _shown(person, hidden=person.account in apart) for person in people}


def updated(
    before: Iterable[RoomPerson], found: Iterable[RoomPerson], account: AccountId
) -> list[RoomPerson]:
    """Put what was found of an account in the place of what was known of it; who is new comes last."""
    newest = {person.account: person for person in found}
    known = (newest.pop(account, None) if one.account == account else one for one in before)
    return [*filter(None, known), *newest.values()]


def changes(
    before: Iterable[RoomPerson], after: Iterable[RoomPerson], account: AccountId | None
) -> Sequence[str]:
    """Write what has changed for one who may see all profiles; with an ``account``, of no other than that."""
    if account is not None:
        before = (person for person in before if person.account == account)
        after = (person for person in after if person.account == account)
    return differences(seen(before, NOBODY), seen(after, NOBODY))


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
