"""PgQueuer's statements. Its names are all said, as it would take them from the environment."""

from typing import cast

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.domain.types import Channel

from wexstream.adapters.postgres.queue_tables import CHANNEL, LOG, QUEUE
from wexstream.adapters.postgres.statements import Connection

SETTINGS = DBSettings(
    prefix="",
    db_schema=None,
    channel=Channel(CHANNEL),
    function="fn_pgqueuer_changed",
    statistics_table="pgqueuer_statistics",
    queue_status_type="pgqueuer_status",
    queue_table=QUEUE.name,
    queue_table_log=LOG.name,
    trigger="tg_pgqueuer_changed",
    schedules_table="pgqueuer_schedules",
    durability=Durability.balanced,
    widen_id=False,
)

_environment = QueryBuilderEnvironment(SETTINGS)
_queue = QueryQueueBuilder(SETTINGS)
_scheduler = QuerySchedulerBuilder(SETTINGS)


def queries(connection: Connection) -> Queries:
    """Have PgQueuer's statements over a connection."""
    driver = AsyncpgDriver(cast("asyncpg.Connection", connection))  # a pool's proxy does all that one does
    return Queries(driver, qbe=_environment, qbq=_queue, qbs=_scheduler)
