"""What is hidden is refused by the very statements by which what never was is: no time tells them apart."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from asyncpg.connection import LoggedQuery

from tests.support.acting import create, enter
from tests.support.builders import IDS
from tests.support.platform import Platform
from tests.support.postgres import PostgresStorage
from wexstream.adapters.postgres.pool import open_pool
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import ConferenceChanges
from wexstream.domain.model.errors import NotFound, RecipientUnavailable
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.reporting import Complaint

Command = Callable[[Platform, Viewer, UUID], Awaitable[object]]
REASON = Complaint(reason="Rude.")

TO_PEOPLE: dict[str, Command] = {
    "ask": lambda it, me, other: it.connections.ask(me, AccountId(other)),
    "approve": lambda it, me, other: it.connections.approve(me, AccountId(other)),
    "decline": lambda it, me, other: it.connections.decline(me, AccountId(other)),
    "part": lambda it, me, other: it.connections.part(me, AccountId(other)),
    "block": lambda it, me, other: it.connections.block(me, AccountId(other)),
    "unblock": lambda it, me, other: it.connections.unblock(me, AccountId(other)),
    "report": lambda it, me, other: it.reporting.report_account(me, AccountId(other), REASON),
    "write": lambda it, me, other: it.messages.send(me, to=[AccountId(other)], subject="Tea", body="Tea?"),
    "see": lambda it, me, other: it.people.profile(me, AccountId(other)),
}
TO_CONFERENCES: dict[str, Command] = {
    "see": lambda it, me, talk: it.conferences.show(me, ConferenceId(talk)),
    "join": lambda it, me, talk: it.rooms.join(me, ConferenceId(talk)),
    "leave": lambda it, me, talk: it.rooms.leave(me, ConferenceId(talk)),
    "start": lambda it, me, talk: it.conferences.start(me, ConferenceId(talk)),
    "finish": lambda it, me, talk: it.conferences.finish(me, ConferenceId(talk)),
    "edit": lambda it, me, talk: it.conferences.edit(me, ConferenceId(talk), ConferenceChanges()),
    "delete": lambda it, me, talk: it.conferences.delete(me, ConferenceId(talk)),
    "report": lambda it, me, talk: it.reporting.report_conference(me, ConferenceId(talk), REASON),
}


async def statements_of_refusals(dsn: str, me: Viewer, command: Command, *ids: UUID) -> list[list[str]]:
    """Run a command that is refused for each of some ids; the statements of each."""
    run: list[str] = []

    def note(logged: LoggedQuery) -> None:
        run.append(logged.query)

    found = []
    async with open_pool(dsn, size=1) as pool:
        async with pool.acquire() as connection:
            connection.add_query_logger(note)
        platform = Platform(PostgresStorage(dsn, pool))
        for name in (ids[0], *ids):  # the first time a connection looks up what the types are, too
            run.clear()
            with pytest.raises((NotFound, RecipientUnavailable)):
                await command(platform, me, name)
            found.append([*run])
    return found[1:]


@pytest.mark.parametrize("what", TO_PEOPLE)
async def test_of_people(storage: PostgresStorage, dsn: str, what: str) -> None:
    platform = Platform(storage)
    ada, blocker = await enter(platform), await enter(platform, "Bob")
    await platform.connections.block(blocker, ada.account)
    suspended = await enter(platform, "Eve", state=AccountState.SUSPENDED)
    ids = (IDS.new(), blocker.account, suspended.account)
    never, *hidden = await statements_of_refusals(dsn, ada, TO_PEOPLE[what], *ids)
    assert never
    assert hidden == [never] * len(hidden)


@pytest.mark.parametrize("what", TO_CONFERENCES)
async def test_of_conferences(storage: PostgresStorage, dsn: str, what: str) -> None:
    platform = Platform(storage)
    ada, speaker = await enter(platform), await enter(platform, "Bob")
    private = await create(platform, speaker)
    never, hidden = await statements_of_refusals(dsn, ada, TO_CONFERENCES[what], IDS.new(), private)
    assert never
    assert hidden == never
