"""What is written to a stream (WHATWG HTML, 9.2.5: Server-Sent Events); see docs/events.md."""

from collections.abc import Collection
from typing import Final

import msgspec

from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.stream import Ending
from wexstream.ports.push import Topic
from wexstream.ports.views import Counters

HEARTBEAT: Final = b":\n\n"
_ENCODER = msgspec.json.Encoder()


class Snapshot(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Everything is to be looked at again, within some seconds; whose stream it is, and what is unread."""

    account: AccountId
    counters: Counters
    within: float | None = None


class Changed(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What is to be looked at again, within some seconds; and what is unread, where it may have changed."""

    topics: list[Topic]
    counters: Counters | None = None
    within: float | None = None


class Ended(msgspec.Struct, kw_only=True):
    """Why there will be nothing more."""

    reason: Ending


def opening(retry: int) -> bytes:
    """Say after how many milliseconds to come again when the stream breaks."""
    return b"retry: %d\n\n" % retry


def snapshot(account: AccountId, counters: Counters, within: float) -> bytes:
    """Write that everything is to be looked at again."""
    return _event(b"snapshot", Snapshot(account=account, counters=counters, within=within or None))


def changed(topics: Collection[Topic], counters: Counters | None, within: float) -> bytes:
    """Write what is to be looked at again."""
    ordered = [topic for topic in Topic if topic in topics]
    return _event(b"changed", Changed(topics=ordered, counters=counters, within=within or None))


def ended(why: Ending) -> bytes:
    """Write why there will be nothing more."""
    return _event(b"end", Ended(reason=why))


def _event(kind: bytes, data: msgspec.Struct) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (kind, _ENCODER.encode(data))
