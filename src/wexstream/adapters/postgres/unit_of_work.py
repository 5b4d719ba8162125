"""Transactions in PostgreSQL."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from asyncpg import DeadlockDetectedError, Pool, SerializationError

from wexstream.adapters.postgres.accounts import PostgresAccounts
from wexstream.adapters.postgres.audit import PostgresAuditLog
from wexstream.adapters.postgres.bans import PostgresBans
from wexstream.adapters.postgres.bundles import PostgresBundles
from wexstream.adapters.postgres.conferences import PostgresConferences
from wexstream.adapters.postgres.enquiries import PostgresEnquiries
from wexstream.adapters.postgres.identities import PostgresIdentities
from wexstream.adapters.postgres.jobs import PostgresJobQueue
from wexstream.adapters.postgres.keys import PostgresKeys
from wexstream.adapters.postgres.links import PostgresLinks
from wexstream.adapters.postgres.messages import PostgresMessages
from wexstream.adapters.postgres.notifications import PostgresNotifications
from wexstream.adapters.postgres.passkeys import PostgresPasskeys
from wexstream.adapters.postgres.presences import PostgresPresences
from wexstream.adapters.postgres.processes import PostgresProcesses
from wexstream.adapters.postgres.reaching import ReachedForTransaction
from wexstream.adapters.postgres.relations import PostgresRelations
from wexstream.adapters.postgres.reports import PostgresReports
from wexstream.adapters.postgres.sanctions import PostgresSanctions
from wexstream.adapters.postgres.second_steps import PostgresSecondSteps
from wexstream.adapters.postgres.sessions import PostgresSessions
from wexstream.adapters.postgres.signals import PostgresSignals
from wexstream.adapters.postgres.statements import Connection
from wexstream.adapters.postgres.timeline import PostgresTimeline
from wexstream.adapters.postgres.used_tickets import PostgresUsedTickets
from wexstream.ports.persistence import Contention, Transaction
from wexstream.ports.push import Hint, Note, Push

T = TypeVar("T")

_PAUSES = (0.02, 0.04, 0.08)  # seconds at most before work is run again, and again
_OTHERS_IN_THE_WAY = (DeadlockDetectedError, SerializationError)


class PostgresTransaction:
    """All repositories in the transaction of one connection."""

    def __init__(self, connection: Connection, note: Note) -> None:
        self.accounts = PostgresAccounts(connection, note)
        self.sessions = PostgresSessions(connection, note)
        self.identities = PostgresIdentities(connection)
        self.second_steps = PostgresSecondSteps(connection)
        self.passkeys = PostgresPasskeys(connection)
        self.tickets = PostgresUsedTickets(connection)
        self.links = PostgresLinks(connection)
        self.bans = PostgresBans(connection)
        self.relations = PostgresRelations(connection, note)
        self.conferences = PostgresConferences(connection, note)
        self.presences = PostgresPresences(connection, note)
        self.processes = PostgresProcesses(connection)
        self.signals = PostgresSignals(connection, note)
        self.timeline = PostgresTimeline(connection, note)
        self.messages = PostgresMessages(connection, note)
        self.notifications = PostgresNotifications(connection, note)
        self.bundles = PostgresBundles(connection)
        self.reports = PostgresReports(connection)
        self.sanctions = PostgresSanctions(connection)
        self.enquiries = PostgresEnquiries(connection)
        self.audit = PostgresAuditLog(connection)
        self.keys = PostgresKeys(connection)
        self.jobs = PostgresJobQueue(connection)


class PostgresUnitOfWork:
    """Runs work in transactions, each on a connection of the pool, and tells what has changed afterwards."""

    def __init__(
        self, pool: Pool, push: Push, *, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Tell by ``push``, and wait for some seconds by ``pause`` before work is run again."""
        self._pool = pool
        self._push = push
        self._pause = pause

    async def run(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run work in a transaction, and up to three times again where others were in its way.

        Raises Contention when they still were, StorageUnavailable when the database cannot be used.
        """
        for longest in _PAUSES:
            try:
                return await self._run(work)
            except _OTHERS_IN_THE_WAY:
                await self._pause(random.uniform(0, longest))  # noqa: S311 - no secret
        try:
            return await self._run(work)
        except _OTHERS_IN_THE_WAY as error:
            raise Contention from error

    async def _run(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        hints: dict[Hint, None] = {}
        async with ReachedForTransaction(self._pool, isolation="read_committed") as connection:
            result = await work(PostgresTransaction(connection, hints.setdefault))
        self._push.publish(hints)
        return result
