"""Who is in the filled database, and what they ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from json import dumps
from typing import Any, Final, Self
from urllib.parse import urlencode
from uuid import UUID

import asyncpg

from benchmarks.database import DEEP_PAGE, PAGE, Size
from benchmarks.load import Asked
from benchmarks.names import FAMILY, GIVEN
from benchmarks.servers import SECRET
from wexstream.adapters.security.tokens import JwtSessionTokens
from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.paging import Cursor, Page
from wexstream.entrypoints.http.pages import next_cursor
from wexstream.ports.security import SessionClaim

READS: Final = (
    "timeline",
    "conference",
    "profile",
    "inbox",
    "notifications",
    "counters",
    "connections",
    "search",
)
GUESTS: Final = 200  # people whom nobody blocks
LISTENERS: Final = 1_000  # of the network of somebody who broadcasts
DEEP_READER: Final = 1
SPEAKERS: Final = {10: 2, 10_000: 3, 100_000: 4}  # number of the one with so many connections
_PEOPLE = """
    SELECT people.n, people.id, sessions.id AS session FROM bench.people
    JOIN sessions ON sessions.account_id = people.id WHERE people.n = ANY($1::int[]) ORDER BY people.n
"""
_NETWORK = """
    SELECT accounts.id, sessions.id AS session FROM relations
    JOIN accounts ON accounts.id = CASE WHEN low_id = $1 THEN high_id ELSE low_id END
    JOIN sessions ON sessions.account_id = accounts.id
    WHERE (low_id = $1 OR high_id = $1) AND relations.state = 'connected' LIMIT $2
"""
_CONFERENCES = """
    SELECT conference_id AS id FROM timeline WHERE account_id = $1 AND NOT removed
    ORDER BY broadcast_at DESC OFFSET 20 LIMIT 5
"""
_MESSAGES = """
    SELECT message_id AS id FROM copies WHERE account_id = $1 AND box = 'inbox'
    ORDER BY message_id DESC LIMIT 5
"""
_FRIENDS = """
    SELECT CASE WHEN low_id = $1 THEN high_id ELSE low_id END AS id FROM relations
    WHERE (low_id = $1 OR high_id = $1) AND state = 'connected' LIMIT 5
"""
# Where the page before the deep one ends, found the slow way.
_PLACES = {
    "timeline": """
        SELECT timeline.broadcast_at AS key, conference_id AS id FROM timeline
        JOIN conferences ON conferences.id = conference_id
        WHERE account_id = $1 AND NOT removed AND state = 'finished'
        ORDER BY 1 DESC, 2 DESC OFFSET $2 - 1 LIMIT 1
    """,
    "notifications": """
        SELECT created_at AS key, id FROM notifications WHERE account_id = $1
        ORDER BY 1 DESC, 2 DESC OFFSET $2 - 1 LIMIT 1
    """,
    "connections": """
        SELECT folded_name AS key, accounts.id FROM relations
        JOIN accounts ON accounts.id = CASE WHEN low_id = $1 THEN high_id ELSE low_id END
        WHERE (low_id = $1 OR high_id = $1) AND relations.state = 'connected'
        ORDER BY 1, 2 OFFSET $2 - 1 LIMIT 1
    """,
}
_PATHS = {
    "timeline": "/api/timeline?state=finished",
    "inbox": "/api/messages",
    "notifications": "/api/notifications",
    "counters": "/api/counters",
    "connections": "/api/connections",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who is signed in."""

    id: UUID
    token: str

    def asks(self, path: str, *, method: str = "GET", body: str | None = None) -> Asked:
        """Make a request of theirs."""
        headers = {"authorization": f"Bearer {self.token}"}
        if body is not None:
            headers["content-type"] = "application/json"
        return Asked(path=path, method=method, headers=headers, body=body)


_TOKENS = JwtSessionTokens(SECRET.encode())


def _signed_in(row: asyncpg.Record) -> Member:
    claim = SessionClaim(account=AccountId(row["id"]), session=SessionId(row["session"]))
    return Member(id=row["id"], token=_TOKENS.issue(claim, expires_at=datetime.now(UTC) + timedelta(days=1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A filled database."""

    connection: asyncpg.Connection
    viewers: Sequence[Member]
    guests: Sequence[Member]
    deep_reader: Member
    speakers: dict[int, Member]

    @classmethod
    async def of(cls, connection: asyncpg.Connection, size: Size) -> Self:
        """Sign in those who will ask."""
        first = 5 + size.speakers
        last = first + size.viewers
        numbers = [DEEP_READER, *SPEAKERS.values(), *range(first, last + GUESTS)]
        members = {row["n"]: _signed_in(row) for row in await connection.fetch(_PEOPLE, numbers)}
        return cls(
            connection=connection,
            viewers=[members[number] for number in range(first, last)],
            guests=[members[number] for number in range(last, last + GUESTS)],
            deep_reader=members[DEEP_READER],
            speakers={reached: members[number] for reached, number in SPEAKERS.items()},
        )

    async def audience(self) -> tuple[Member, Sequence[Member]]:
        """Find somebody who speaks to many, and as many of those as listen."""
        speaker = self.speakers[max(SPEAKERS)]
        rows = await self.connection.fetch(_NETWORK, speaker.id, LISTENERS)
        return speaker, [_signed_in(row) for row in rows]

    async def requests(self, read: str) -> Sequence[Asked]:
        """Make the requests of a read, by every viewer."""
        match read:
            case "conference":
                return await self._each(_CONFERENCES, "/api/conferences/{}")
            case "profile":
                return await self._each(_FRIENDS, "/api/users/{}")
            case "search":
                words = [f"{given} {family[:2]}" for family, given in product(FAMILY, GIVEN)]
                return [
                    viewer.asks("/api/users?" + urlencode({"q": words[place * 37 % len(words)]}))
                    for place, viewer in enumerate(self.viewers)
                ]
            case _:
                return [viewer.asks(_PATHS[read]) for viewer in self.viewers]

    async def first_page(self, read: str) -> Sequence[Asked]:
        """Ask for the first page of somebody who has a great many."""
        return [self.deep_reader.asks(_PATHS[read])]

    async def deep_page(self, read: str) -> tuple[int, Sequence[Asked]]:
        """Ask for a page far behind it; which one it is."""
        number = DEEP_PAGE
        while (place := await self._place(read, number)) is None:
            number //= 2
        path = _PATHS[read]
        return number, [
            self.deep_reader.asks(f"{path}{'&' if '?' in path else '?'}{urlencode({'cursor': place})}")
        ]

    async def marks(self) -> Sequence[Asked]:
        """Mark, by every viewer, messages of theirs as read and as unread again."""
        return [
            viewer.asks(f"/api/messages/{row['id']}", method="PATCH", body=dumps({"read": read}))
            for viewer in self.viewers
            for row in await self.connection.fetch(_MESSAGES, viewer.id)
            for read in (True, False)
        ]

    async def _place(self, read: str, number: int) -> str | None:
        row = await self.connection.fetchrow(_PLACES[read], self.deep_reader.id, (number - 1) * PAGE)
        if row is None:
            return None
        before: Page[Any, Any] = Page(items=[], next=Cursor(key=row["key"], id=UUID(str(row["id"]))))
        return next_cursor(before)

    async def _each(self, statement: str, path: str) -> Sequence[Asked]:
        return [
            viewer.asks(path.format(row["id"]))
            for viewer in self.viewers
            for row in await self.connection.fetch(statement, viewer.id)
        ]
