"""Hints as lines carry them: in texts below 8,000 bytes, each with the name of who tells it.

A hint is a letter and ids, as hexadecimal digits: ``r`` for a room, or an account in it, ``a`` for an
account, ``p`` for a pair, ``b`` for a speaker's broadcasts, ``s`` for signals in a room; ``l`` for lists,
which goes before a letter for each topic and the accounts whose they are. What another version of Wexstream
tells and this one does not know is left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from wexstream.domain.model.ids import AccountId, ConferenceId, SignalId
from wexstream.ports.push import (
    AccountChanged,
    BroadcastsChanged,
    Hint,
    ListsChanged,
    RelationChanged,
    RoomChanged,
    SignalsSent,
    Topic,
)

LONGEST = 7_900  # PostgreSQL takes less than 8,000 bytes
AT_ONCE = 100  # ids
EVERYTHING = "*"
_LETTERS: Final = {
    Topic.TIMELINE: "t",
    Topic.LIVE: "l",
    Topic.NOTIFICATIONS: "n",
    Topic.MESSAGES: "m",
    Topic.RELATIONS: "r",
    Topic.ACCOUNT: "a",
}
_TOPICS: Final = {letter: topic for topic, letter in _LETTERS.items()}


def write(name: str, hints: Iterable[Hint]) -> Iterator[str]:
    """Write hints, in their order, in as few texts as they fit into."""
    text = name
    for hint in hints:
        for word in _words(hint):
            if len(text) + 1 + len(word) > LONGEST:
                yield text
                text = name
            text = f"{text} {word}"
    yield text


def everything(name: str) -> str:
    """Write that everything is to be looked at again."""
    return f"{name} {EVERYTHING}"


def author(payload: str) -> str:
    """Read who tells something."""
    return payload.partition(" ")[0]


def read(payload: str) -> list[Hint] | None:
    """Read which hints are told; None for everything."""
    _, *words = payload.split(" ")
    if EVERYTHING in words:
        return None
    hints = (_hint(word) for word in words)
    return [hint for hint in hints if hint is not None]


def names(hint: Hint) -> int:
    """Count the ids that a hint bears."""
    match hint:
        case SignalsSent():
            return 1 + len(hint.signals)
        case ListsChanged():
            return len(hint.accounts)
        case _:
            return 1


def _words(hint: Hint) -> Iterator[str]:
    match hint:
        case RoomChanged():
            yield f"r{hint.conference.hex}" + (f":{hint.account.hex}" if hint.account else "")
        case AccountChanged():
            yield f"a{hint.account.hex}"
        case RelationChanged():
            yield f"p{hint.low.hex}:{hint.high.hex}"
        case BroadcastsChanged():
            yield f"b{hint.speaker.hex}"
        case ListsChanged():
            letters = "".join(sorted(_LETTERS[topic] for topic in hint.topics))
            yield from (f"l{letters}:{some}" for some in _chunks(hint.accounts))
        case SignalsSent():
            yield from (f"s{hint.conference.hex}:{some}" for some in _chunks(hint.signals))


def _chunks(ids: Sequence[UUID]) -> Iterator[str]:
    for start in range(0, len(ids), AT_ONCE):
        yield ",".join(one.hex for one in ids[start : start + AT_ONCE])


def _hint(word: str) -> Hint | None:
    reading = _READINGS.get(word[:1])
    try:
        return reading(word[1:].split(":")) if reading is not None else None
    except ValueError:
        return None


def _room(parts: list[str]) -> RoomChanged:
    conference, account = parts if len(parts) > 1 else (parts[0], None)
    return RoomChanged(
        conference=_conference(conference), account=_account(account) if account is not None else None
    )


def _one(parts: list[str]) -> AccountChanged:
    [account] = parts
    return AccountChanged(account=_account(account))


def _pair(parts: list[str]) -> RelationChanged:
    low, high = parts
    return RelationChanged(low=_account(low), high=_account(high))


def _broadcasts(parts: list[str]) -> BroadcastsChanged:
    [speaker] = parts
    return BroadcastsChanged(speaker=_account(speaker))


def _lists(parts: list[str]) -> ListsChanged:
    letters, listed = parts
    topics = frozenset(_TOPICS[letter] for letter in letters if letter in _TOPICS)
    return ListsChanged(accounts=tuple(map(_account, listed.split(","))), topics=topics)


def _signals(parts: list[str]) -> SignalsSent:
    conference, listed = parts
    signals = tuple(SignalId(UUID(hex=one)) for one in listed.split(","))
    return SignalsSent(conference=_conference(conference), signals=signals)


def _account(text: str) -> AccountId:
    return AccountId(UUID(hex=text))


def _conference(text: str) -> ConferenceId:
    return ConferenceId(UUID(hex=text))


_READINGS: Final[Mapping[str, Callable[[list[str]], Hint]]] = {
    "r": _room,
    "a": _one,
    "p": _pair,
    "b": _broadcasts,
    "l": _lists,
    "s": _signals,
}
"""How to read a word, by its letter; each raises ValueError."""
