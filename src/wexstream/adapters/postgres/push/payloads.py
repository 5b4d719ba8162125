"""Hints as NOTIFY carries them: in texts below 8,000 bytes, each with the name of who tells it.

A hint is a letter and ids, as hexadecimal digits: ``r`` for a room, or an account in it, ``a`` for an
account, ``s`` for signals.
What another version of Wexstream tells and this one does not know is left out.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from wexstream.domain.model.ids import AccountId, ConferenceId, SignalId
from wexstream.ports.push import AccountChanged, Hint, RoomChanged, SignalsSent

LONGEST = 7_900  # PostgreSQL takes less than 8,000 bytes
SIGNALS_AT_ONCE = 100
EVERYTHING = "*"


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


def read(payload: str) -> tuple[str, list[Hint] | None]:
    """Read who tells which hints; None for everything."""
    name, *words = payload.split(" ")
    if EVERYTHING in words:
        return name, None
    hints = (_hint(word) for word in words)
    return name, [hint for hint in hints if hint is not None]


def _words(hint: Hint) -> Iterator[str]:
    match hint:
        case RoomChanged():
            yield f"r{hint.conference.hex}" + (f":{hint.account.hex}" if hint.account else "")
        case AccountChanged():
            yield f"a{hint.account.hex}"
        case SignalsSent():
            for start in range(0, len(hint.signals), SIGNALS_AT_ONCE):
                some = hint.signals[start : start + SIGNALS_AT_ONCE]
                yield f"s{hint.conference.hex}:{','.join(signal.hex for signal in some)}"


def _hint(word: str) -> Hint | None:
    kind, (name, *more) = word[:1], word[1:].split(":")
    try:
        match kind, more:
            case "r", []:
                return RoomChanged(conference=ConferenceId(UUID(hex=name)))
            case "r", [account]:
                return RoomChanged(
                    conference=ConferenceId(UUID(hex=name)), account=AccountId(UUID(hex=account))
                )
            case "a", []:
                return AccountChanged(account=AccountId(UUID(hex=name)))
            case "s", [listed]:
                signals = tuple(SignalId(UUID(hex=signal)) for signal in listed.split(","))
                return SignalsSent(conference=ConferenceId(UUID(hex=name)), signals=signals)
            case _:
                return None
    except ValueError:
        return None
