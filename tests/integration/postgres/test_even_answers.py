"""Whoever signs in in vain is refused by the statements by which nobody is: no time tells addresses apart."""

import pytest
from asyncpg.connection import LoggedQuery

from tests.support.acting import account_of, enter
from tests.support.builders import IDS
from tests.support.platform import Platform
from tests.support.postgres import PostgresStorage
from wexstream.adapters.postgres.pool import open_pool
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.errors import WrongCredentials


async def test_of_known_and_unknown_addresses(storage: PostgresStorage, dsn: str) -> None:
    platform = Platform(storage)
    known = [await enter(platform, state.name.title(), state=state) for state in AccountState]
    emails = [(await account_of(platform, viewer)).email for viewer in known]
    run: list[str] = []

    def note(logged: LoggedQuery) -> None:
        run.append(logged.query)

    seen = []
    async with open_pool(dsn, size=1) as pool:
        async with pool.acquire() as connection:
            connection.add_query_logger(note)
        quick = Platform(PostgresStorage(dsn, pool))
        nobodys = f"{IDS.new()}@example.org"
        for email in (nobodys, nobodys, *emails):  # the first time a connection looks up types, too
            run.clear()
            with pytest.raises(WrongCredentials):
                await quick.sessions.sign_in(
                    email=email, password="wrong", stay=False, device=None, origin=email
                )
            seen.append([*run])
    assert seen[1]
    assert seen[2:] == [seen[1]] * len(emails)
