"""Lists over HTTP: opaque cursors, and a concrete page for each kind of item, so that each is described."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from litestar.params import QueryParameter

from wexstream.domain.model.errors import FieldFault
from wexstream.domain.model.paging import LIMIT_LARGEST, Cursor, Page, Slice
from wexstream.entrypoints.http.problems import BadRequest
from wexstream.ports import views

K = TypeVar("K", datetime, str)

Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_LARGEST, description="At most so many items.")]
After = Annotated[
    str,
    QueryParameter(max_length=4096, format="cursor", description="`next_cursor` of the page before."),
]

_TIMES = msgspec.json.Decoder(tuple[Annotated[datetime, msgspec.Meta(tz=True)], UUID])
_NAMES = msgspec.json.Decoder(tuple[str, UUID])


def paging(page_size: int) -> tuple[Callable[..., Slice[datetime]], Callable[..., Slice[str]]]:
    """Make what reads which page is asked for: of a list ordered by a time, and of one ordered by a name.

    Both raise BadRequest.
    """

    def by_time(limit: Limit = page_size, cursor: After = "") -> Slice[datetime]:
        return Slice(limit=limit, after=_read(cursor, _TIMES, _in_utc))

    def by_name(limit: Limit = page_size, cursor: After = "") -> Slice[str]:
        return Slice(limit=limit, after=_read(cursor, _NAMES, _without_nul))

    return by_time, by_name


def next_cursor(page: Page[Any, Any]) -> str | None:
    """Write where the next page begins."""
    if page.next is None:
        return None
    return urlsafe_b64encode(msgspec.json.encode((page.next.key, page.next.id))).rstrip(b"=").decode()


def _read(
    cursor: str, decoder: msgspec.json.Decoder[tuple[K, UUID]], checked: Callable[[K], K]
) -> Cursor[K] | None:
    if not cursor:
        return None
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        key, name = decoder.decode(raw)
        return Cursor(key=checked(key), id=name)
    except (ValueError, OverflowError):
        message = "Give the next_cursor of a page of this very list."
        raise BadRequest(FieldFault(field="cursor", code="cursor", message=message)) from None


def _in_utc(key: datetime) -> datetime:
    return key.astimezone(UTC)


def _without_nul(key: str) -> str:
    if "\0" in key:
        raise ValueError
    return key


@dataclass(slots=True, kw_only=True)
class SessionsPage:
    """Sessions, last seen falling."""

    items: list[views.Session]
    next_cursor: str | None


@dataclass(slots=True, kw_only=True)
class PeoplePage:
    """People, by name."""

    items: list[views.PersonRow]
    next_cursor: str | None


@dataclass(slots=True, kw_only=True)
class BlocksPage:
    """Blocked people, by name."""

    items: list[views.BlockedPerson]
    next_cursor: str | None


@dataclass(slots=True, kw_only=True)
class ConferencesPage:
    """Conferences, newest first."""

    items: list[views.Conference]
    next_cursor: str | None


@dataclass(slots=True, kw_only=True)
class CompaniesList:
    """Where one's network is, the newest conference first; there are never more than fifty."""

    items: Sequence[views.Company]


@dataclass(slots=True, kw_only=True)
class MembersPage:
    """Members, by when they joined."""

    items: list[views.Member]
    next_cursor: str | None


@dataclass(slots=True, kw_only=True)
class MessagesPage:
    """Messages, newest first."""

    items: list[views.MessageRow]
    next_cursor: str | None


@dataclass(slots=True, kw_only=True)
class NotificationsPage:
    """Notifications, newest first."""

    items: list[views.Notification]
    next_cursor: str | None


@dataclass(slots=True, kw_only=True)
class ReportsPage:
    """Reports, newest first."""

    items: list[views.Report]
    next_cursor: str | None


@dataclass(slots=True, kw_only=True)
class AppealsPage:
    """Appeals, newest first."""

    items: list[views.Appeal]
    next_cursor: str | None


@dataclass(slots=True, kw_only=True)
class SanctionsPage:
    """One's own warnings and suspensions, newest first."""

    items: list[views.OwnSanction]
    next_cursor: str | None


@dataclass(slots=True, kw_only=True)
class SuspendedPage:
    """Suspended accounts, those suspended last first."""

    items: list[views.SuspendedPerson]
    next_cursor: str | None


@dataclass(slots=True, kw_only=True)
class LogPage:
    """Entries of the audit log, newest first."""

    items: list[views.LogEntry]
    next_cursor: str | None
