"""The database's clock stepping back: what waits for a time would wait until that comes once more.

PgQueuer keeps when each job and routine is to be run, and when that was decided. Where that is ahead of now,
the clock has stepped back since; by so much what waits is brought nearer, once, however many workers do so.
"""

import asyncio
import logging
import time
from datetime import datetime, timedelta
from typing import cast

from pgqueuer.adapters.persistence.queries import Queries

LOOKED_AFTER = 5.0  # seconds
_NOTICED = timedelta(seconds=1)

_JOBS = """
    UPDATE pgqueuer
    SET execute_after = execute_after - (updated - now()), updated = now(), created = least(created, now()),
        heartbeat = least(heartbeat, now())
    WHERE updated > now() + $1
"""
_ROUTINES = """
    UPDATE pgqueuer_schedules
    SET next_run = next_run - (updated - now()), updated = now(), heartbeat = least(heartbeat, now())
    WHERE updated > now() + $1
"""

_log = logging.getLogger(__name__)


async def bring_nearer(queries: Queries) -> None:
    """Bring nearer what was queued before a step back; without one, nothing changes."""
    for statement in (_JOBS, _ROUTINES):
        await queries.driver.execute(statement, _NOTICED)


async def watch_clock(queries: Queries) -> None:
    """Look at the clock until it is cancelled; bring nearer what waits when it steps back, or has before."""
    await bring_nearer(queries)
    told, began = await _now(queries), time.monotonic()
    while True:
        await asyncio.sleep(LOOKED_AFTER)
        seen, at = await _now(queries), time.monotonic()
        behind = told + timedelta(seconds=at - began) - seen
        if behind > _NOTICED:
            await bring_nearer(queries)
            _log.warning(
                "the clock of the database has stepped back by %d seconds: what waits is brought nearer",
                round(behind.total_seconds()),
            )
        told, began = seen, at


async def _now(queries: Queries) -> datetime:
    [row] = await queries.driver.fetch("SELECT clock_timestamp() AS now")
    return cast("datetime", row["now"])
