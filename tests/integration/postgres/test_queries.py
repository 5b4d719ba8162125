"""However much a query shows, it is one statement; and what it does not show, it does not read."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import asyncpg
import pytest
from asyncpg.connection import LoggedQuery

from tests.support.builders import (
    IDS,
    account,
    asked,
    blocked,
    conference,
    connected,
    entry,
    identity,
    member,
    message,
    notification,
    passkey,
    presence,
    report,
    sanction,
    session,
    signal,
    viewer,
)
from tests.support.clock import NOW
from tests.support.keeping import keep, pseudonym_of, put_on_timelines, send
from tests.support.postgres import PostgresStorage
from tests.support.taking_along import export
from wexstream.adapters.postgres.pool import open_pool
from wexstream.adapters.postgres.queries import PostgresQueries
from wexstream.adapters.postgres.statements import Connection, Statement
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.audit import AuditKind
from wexstream.domain.model.conference import Conference, ConferenceState, Visibility
from wexstream.domain.model.ids import ConferenceId, PeerId, PictureId, SessionId, SignalId
from wexstream.domain.model.message import Box, Message
from wexstream.domain.model.moderation import Evidence
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.room import Occupant
from wexstream.domain.model.session import Session
from wexstream.ports.queries import Queries

Rows = AsyncGenerator[list[asyncpg.Record]]
TAKEN_ALONG = (
    21  # the account, its second step, seventeen lists, and the beginning and end of their transaction
)
ADA = account("Ada", moderator=True)
OTHERS = [account(f"Other {number}").with_picture(PictureId(IDS.new())) for number in range(6)]
SUSPENDED = [account(f"Suspended {number}", state=AccountState.SUSPENDED) for number in range(3)]
SESSION: Session = session(ADA)
BROADCASTS: list[Conference] = [
    conference(OTHERS[0], state=state, visibility=Visibility.PUBLIC)
    for state in (ConferenceState.LIVE, ConferenceState.FINISHED)
    for _ in range(3)
]
LETTERS: list[Message] = [message(ADA), message(ADA), message(OTHERS[0]), message(OTHERS[1])]
TOLD: list[Notification] = [
    notification(ADA, NotificationKind.CONFERENCE_LIVE, actor=OTHERS[0], about=broadcast)
    for broadcast in BROADCASTS
]
ME, SPEAKER, BROADCAST = viewer(ADA), OTHERS[0].id, BROADCASTS[0].id
OCCUPANT = Occupant(account=ADA.id, session=SESSION.id, peer=PeerId(IDS.new()))
SIGNAL = signal(BROADCASTS[0])
GONE = SessionId(IDS.new())
EVIDENT = replace(report(ADA, OTHERS[0]), evidence=Evidence(name="Other", picture=PictureId(IDS.new())))
NAMES: Slice[str] = Slice()
TIMES: Slice[datetime] = Slice()
ASKED: dict[str, Callable[[Queries], Awaitable[object]]] = {
    "viewer": lambda queries: queries.viewer(ADA.id, SESSION.id, at=NOW),
    "me": lambda queries: queries.me(ME),
    "sessions": lambda queries: queries.sessions(ME, TIMES, at=NOW),
    "identities": lambda queries: queries.identities(ME),
    "second_step": lambda queries: queries.second_step(ME),
    "passkeys": lambda queries: queries.passkeys(ME),
    "profile": lambda queries: queries.profile(ME, SPEAKER),
    "picture": lambda queries: queries.picture(ME, SPEAKER),
    "search": lambda queries: queries.search(ME, "other", NAMES, messageable=True),
    "connections": lambda queries: queries.connections(ME, Standing.CONNECTED, NAMES),
    "reach": lambda queries: queries.reach(ME, [SPEAKER]),
    "blocks": lambda queries: queries.blocks(ME, NAMES),
    "conference": lambda queries: queries.conference(ME, BROADCAST),
    "preview": lambda queries: queries.preview(BROADCAST),
    "conferences": lambda queries: queries.conferences(ME, SPEAKER, TIMES),
    "members": lambda queries: queries.members(ME, BROADCAST, TIMES),
    "room": lambda queries: queries.room(BROADCAST, [OCCUPANT], at=NOW),
    "room (of one)": lambda queries: queries.room(BROADCAST, [OCCUPANT], at=NOW, account=ADA.id),
    "signals": lambda queries: queries.signals([SIGNAL.id]),
    "signals_in": lambda queries: queries.signals_in(BROADCAST, since=NOW),
    "timeline": lambda queries: queries.timeline(ME, ConferenceState.LIVE, TIMES),
    "live": lambda queries: queries.live(ME),
    "messages": lambda queries: queries.messages(ME, Box.SENT, TIMES),
    "message": lambda queries: queries.message(ME, LETTERS[0].id),
    "notifications": lambda queries: queries.notifications(ME, TIMES),
    "notification": lambda queries: queries.notification(ME, TOLD[0].id),
    "counters": lambda queries: queries.counters(ME),
    "counters_of": lambda queries: queries.counters_of([ADA.id, SPEAKER]),
    "endings": lambda queries: queries.endings({GONE: ADA.id, SESSION.id: ADA.id}, at=NOW),
    "connected": lambda queries: queries.connected([SPEAKER], [ADA.id]),
    "concerned": lambda queries: queries.concerned([BROADCAST], [ADA.id, SPEAKER]),
    "shown_live": lambda queries: queries.shown_live([ADA.id]),
    "reports": lambda queries: queries.reports(ME, TIMES, resolved=False),
    "appeals": lambda queries: queries.appeals(ME, TIMES, settled=False),
    "evidence_picture": lambda queries: queries.evidence_picture(EVIDENT.id),
    "sanctions": lambda queries: queries.sanctions(ME, TIMES),
    "suspended": lambda queries: queries.suspended(ME, TIMES),
    "log": lambda queries: queries.log(ME, TIMES, kinds=list(AuditKind)),
    "whole_log": lambda queries: queries.whole_log(TIMES, since=NOW, until=NOW + timedelta(days=1)),
}


@pytest.fixture
async def statements(storage: PostgresStorage, dsn: str) -> AsyncIterator[tuple[PostgresQueries, list[str]]]:
    """Queries over a world in which each finds something, and a list of the statements that they run."""
    await keep(storage.unit, ADA, *OTHERS, *SUSPENDED, SESSION, *BROADCASTS, *TOLD)
    for other in OTHERS[:3]:
        await keep(storage.unit, connected(ADA, other), report(other, ADA))
    await keep(storage.unit, asked(OTHERS[3], ADA), blocked(ADA, OTHERS[4]))
    for broadcast in BROADCASTS:
        await put_on_timelines(storage.unit, broadcast, [ADA])
        for guest in OTHERS[1:]:
            await keep(storage.unit, presence(broadcast, guest), member(broadcast, guest))
    for letter in LETTERS:
        sender = ADA if letter.sender == ADA.id else OTHERS[0]
        await send(storage.unit, letter, sender, *([*OTHERS] if sender is ADA else [ADA]))
    await keep(storage.unit, identity(ADA), passkey(ADA))
    await keep(storage.unit, EVIDENT, sanction(ADA).plead("It was not me.", at=NOW))
    await storage.unit.run(lambda tx: tx.signals.add([SIGNAL]))
    name = await pseudonym_of(storage.unit, ADA)
    await keep(storage.unit, *(entry(actor=name, subject=name) for _ in range(3)))
    run: list[str] = []

    def note(logged: LoggedQuery) -> None:
        run.append(logged.query)

    async with open_pool(dsn, size=1) as pool:
        async with pool.acquire() as connection:
            connection.add_query_logger(note)
        yield PostgresQueries(pool), run


@pytest.mark.parametrize("name", ASKED)
async def test_a_query_is_one_statement(statements: tuple[PostgresQueries, list[str]], name: str) -> None:
    queries, run = statements
    assert await ASKED[name](queries)  # the first time a connection looks up what the types are, too
    run.clear()
    await ASKED[name](queries)
    assert len(run) == 1


async def test_what_is_taken_along_is_a_fixed_number_of_statements(
    statements: tuple[PostgresQueries, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    queries, run = statements
    pages = Statement.pages

    def noted(statement: Statement, connection: Connection, size: int, **values: object) -> Rows:
        run.append(statement.text)  # asyncpg tells nobody of cursors
        return pages(statement, connection, size, **values)

    monkeypatch.setattr(Statement, "pages", noted)
    await export(queries, ME)
    for owner in (ADA, OTHERS[5]):
        run.clear()
        assert await export(queries, viewer(owner))
        assert len(run) == TAKEN_ALONG


async def test_what_was_said_in_a_room_is_found_without_reading_what_is_said_elsewhere(
    storage: PostgresStorage, pool: asyncpg.Pool, statements: tuple[PostgresQueries, list[str]]
) -> None:
    said = [replace(SIGNAL, id=SignalId(IDS.new()), conference=ConferenceId(IDS.new())) for _ in range(2_000)]
    await storage.unit.run(lambda tx: tx.signals.add(said))
    await pool.execute("ANALYZE signals")
    queries, run = statements
    run.clear()
    assert await queries.signals_in(BROADCAST, since=NOW)
    plan = await pool.fetch(f"EXPLAIN {run[-1]}", BROADCAST, NOW)
    assert "signals_heard_idx" in "".join(str(line) for line in plan)


def test_every_query_is_asked() -> None:
    asked_for = {name for name in vars(Queries) if not name.startswith("_")}
    assert asked_for == {name.partition(" ")[0] for name in ASKED} | {"export"}
