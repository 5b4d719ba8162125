"""The floor: the reads by hand on Litestar, behind the same middleware, over the same statements and pool.

Run by ``python -m benchmarks.floor``; it is given PORT, DSN and KEY, the sessions' key in hexadecimal.
"""

import os
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import jwt
import msgspec
from litestar import Litestar, Request, Response, get
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader, State

from benchmarks.database import PAGE
from benchmarks.serving import serve
from benchmarks.statements import STATEMENTS
from wexstream.adapters.postgres.pool import open_pool
from wexstream.adapters.security.jwts import ALGORITHM, ISSUER
from wexstream.adapters.security.tokens import SESSION_AUDIENCE
from wexstream.domain.model.errors import EmailNotVerified, NotFound, NotSignedIn
from wexstream.domain.model.text import folded
from wexstream.entrypoints.http.observation import RequestLog
from wexstream.entrypoints.http.options import AllowedMethods
from wexstream.entrypoints.http.problems import HANDLERS
from wexstream.entrypoints.http.requests import StrictRequest
from wexstream.entrypoints.logging import configure

Asked = Request[Any, Any, State]
Json = dict[str, Any]
Show = Callable[[asyncpg.Record], Json]

_KEY = bytes.fromhex(os.environ["KEY"])
_TEXTS: Final = {name: statement.text for name, statement in STATEMENTS.items()}
_NEWEST: Final = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
_BY_NAME: Final = ("", UUID(int=0))
_TIMES = msgspec.json.Decoder(tuple[datetime, UUID])
_NAMES = msgspec.json.Decoder(tuple[str, UUID])
_encode = msgspec.json.Encoder().encode


async def _fetch(request: Asked, name: str, *values: object) -> list[asyncpg.Record]:
    async with request.app.state["pool"].acquire() as connection:
        rows: list[asyncpg.Record] = await connection.fetch(_TEXTS[name], *values)
        return rows


async def _viewer(request: Asked) -> tuple[UUID, bool]:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer":
        raise NotSignedIn
    try:
        claims = jwt.decode(token, _KEY, algorithms=[ALGORITHM], audience=SESSION_AUDIENCE, issuer=ISSUER)
    except jwt.InvalidTokenError:
        raise NotSignedIn from None
    viewer, session = UUID(claims["sub"]), UUID(claims["sid"])
    rows = await _fetch(request, "session", session, viewer, datetime.now(UTC))
    if not rows:
        raise NotSignedIn
    if rows[0]["state"] != "active":
        raise EmailNotVerified
    return viewer, rows[0]["moderator"]


def _place(
    request: Asked, decoder: msgspec.json.Decoder[tuple[Any, UUID]], first: tuple[Any, UUID]
) -> tuple[Any, UUID, int]:
    limit, cursor = int(request.query_params.get("limit", PAGE)), request.query_params.get("cursor")
    if cursor is None:
        return *first, limit + 1
    return *decoder.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))), limit + 1


def _answer(content: object) -> Response[bytes]:
    return Response(_encode(content), media_type="application/json")


def _page(rows: Sequence[asyncpg.Record], limit: int, show: Show) -> Response[bytes]:
    items = [show(row) for row in rows[: limit - 1]]
    following = None
    if len(rows) == limit:
        last = rows[limit - 2]
        place = urlsafe_b64encode(_encode((last["page_key"], last["page_id"])))
        following = place.rstrip(b"=").decode()
    return _answer({"items": items, "next_cursor": following})


def _one(rows: Sequence[asyncpg.Record], show: Show) -> Response[bytes]:
    if not rows:
        raise NotFound
    return _answer(show(rows[0]))


def _people(gathered: Sequence[tuple[UUID | None, str | None, UUID | None]] | None) -> list[Json]:
    return [{"id": id_, "full_name": name, "picture": picture} for id_, name, picture in gathered or ()]


def _person(row: asyncpg.Record, prefix: str) -> Json:
    return {
        "id": row[f"{prefix}_id"],
        "full_name": row[f"{prefix}_name"],
        "picture": row[f"{prefix}_picture"],
    }


def _conference(viewer: UUID) -> Show:
    def show(row: asyncpg.Record) -> Json:
        return {
            "id": row["id"],
            "title": row["title"],
            "description": row["description"],
            "visibility": row["visibility"],
            "locked": row["locked"],
            "state": row["state"],
            "speaker": _person(row, "speaker"),
            "mine": row["speaker_id"] == viewer,
            "joined": row["joined"],
            "created_at": row["created_at"],
            "broadcast_at": row["broadcast_at"],
            "finished_at": row["finished_at"],
            "people": _people(row["people"]),
            "people_count": row["people_count"],
            "my_attendance_seconds": row["attended"],
        }

    return show


def _message(row: asyncpg.Record) -> Json:
    return {
        "id": row["id"],
        "box": row["box"],
        "sender": _person(row, "sender"),
        "recipients": _people(row["recipients"]),
        "subject": row["subject"],
        "excerpt": row["excerpt"],
        "read": row["read"],
        "created_at": row["created_at"],
    }


def _notification(row: asyncpg.Record) -> Json:
    conference = {
        "id": row["conference_id"],
        "title": row["conference_title"],
        "state": row["conference_state"],
    }
    return {
        "id": row["id"],
        "kind": row["kind"],
        "actor": _person(row, "actor") if row["actor_id"] else None,
        "conference": conference if row["conference_id"] else None,
        "message": {"id": row["message_id"], "subject": row["message_subject"]}
        if row["message_id"]
        else None,
        "sanction": None,
        "answerable": row["answerable"],
        "read": row["read"],
        "created_at": row["created_at"],
    }


def _found(row: asyncpg.Record) -> Json:
    return {
        "id": row["id"],
        "full_name": row["full_name"],
        "bio": row["bio"],
        "location": row["location"],
        "picture": row["picture"],
        "standing": row["standing"],
        "since": row["since"],
        "messageable": row["messageable"],
    }


def _profile(row: asyncpg.Record) -> Json:
    return {
        "id": row["id"],
        "state": row["state"],
        "full_name": row["full_name"],
        "bio": row["bio"],
        "location": row["location"],
        "website": row["website"],
        "picture": row["picture"],
        "standing": row["standing"],
        "since": row["since"],
        "messageable": row["messageable"],
    }


@get("/healthz")
async def health() -> Response[bytes]:
    """Tell that it answers."""
    return _answer({"status": "ok"})


@get("/api/timeline")
async def timeline(request: Asked) -> Response[bytes]:
    """Read what has finished."""
    viewer, moderator = await _viewer(request)
    after, after_id, limit = _place(request, _TIMES, _NEWEST)
    rows = await _fetch(request, "timeline", viewer, after, after_id, limit, moderator)
    return _page(rows, limit, _conference(viewer))


@get("/api/conferences/{name:uuid}")
async def conference(request: Asked, name: UUID) -> Response[bytes]:
    """Read a conference."""
    viewer, moderator = await _viewer(request)
    rows = await _fetch(request, "conference", viewer, name, moderator)
    return _one(rows, _conference(viewer))


@get("/api/users/{name:uuid}")
async def profile(request: Asked, name: UUID) -> Response[bytes]:
    """Read a profile."""
    viewer, moderator = await _viewer(request)
    return _one(await _fetch(request, "profile", viewer, name, moderator), _profile)


@get("/api/messages")
async def inbox(request: Asked) -> Response[bytes]:
    """Read the inbox."""
    viewer, moderator = await _viewer(request)
    after, after_id, limit = _place(request, _TIMES, _NEWEST)
    rows = await _fetch(request, "inbox", viewer, moderator, "inbox", after, after_id, limit)
    return _page(rows, limit, _message)


@get("/api/notifications")
async def notifications(request: Asked) -> Response[bytes]:
    """Read what one was told."""
    viewer, _ = await _viewer(request)
    after, after_id, limit = _place(request, _TIMES, _NEWEST)
    rows = await _fetch(request, "notifications", viewer, after, after_id, limit)
    return _page(rows, limit, _notification)


@get("/api/counters")
async def counters(request: Asked) -> Response[bytes]:
    """Count what is unread."""
    viewer, _ = await _viewer(request)
    return _answer(dict((await _fetch(request, "counters", viewer))[0]))


@get("/api/connections")
async def connections(request: Asked) -> Response[bytes]:
    """Read one's network."""
    viewer, _ = await _viewer(request)
    after, after_id, limit = _place(request, _NAMES, _BY_NAME)
    return _page(await _fetch(request, "connections", viewer, after, after_id, limit), limit, _found)


@get("/api/users")
async def search(request: Asked) -> Response[bytes]:
    """Find people."""
    viewer, _ = await _viewer(request)
    after, after_id, limit = _place(request, _NAMES, _BY_NAME)
    pattern = f"%{folded(request.query_params['q'])}%"
    return _page(await _fetch(request, "search", viewer, pattern, after, after_id, limit), limit, _found)


@asynccontextmanager
async def _with_pool(app: Litestar) -> AsyncGenerator[None]:
    async with open_pool(os.environ["DSN"]) as pool:
        app.state["pool"] = pool
        yield


def create_app() -> Litestar:
    """Make the application."""
    return Litestar(
        [health, timeline, conference, profile, inbox, notifications, counters, connections, search],
        lifespan=[_with_pool],
        exception_handlers=HANDLERS,
        request_class=StrictRequest,
        middleware=[RequestLog(), AllowedMethods()],
        cache_control=CacheControlHeader(no_store=True),
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=5),
        openapi_config=None,
        logging_config=None,
    )


if __name__ == "__main__":
    configure(sys.stderr)
    serve(create_app())
