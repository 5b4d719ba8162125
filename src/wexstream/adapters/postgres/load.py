"""How much there is to do: the jobs, by kind and state, and who is in rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from asyncpg import Pool
from sqlalchemy import case, func, select

from wexstream.adapters.postgres import tables
from wexstream.adapters.postgres.job_payloads import KINDS
from wexstream.adapters.postgres.queue_tables import QUEUE
from wexstream.adapters.postgres.reaching import Reached
from wexstream.adapters.postgres.statements import Connection, Statement
from wexstream.domain.model.conference import ConferenceState

STATES: Final = ("due", "later", "running", "held")

_state = case(
    (QUEUE.c.status == "failed", "held"),
    (QUEUE.c.status == "picked", "running"),
    (QUEUE.c.execute_after > func.now(), "later"),
    else_="due",
)
_since = case((_state == "due", QUEUE.c.execute_after), else_=QUEUE.c.created)
_JOBS = Statement(
    select(
        QUEUE.c.entrypoint.label("kind"),
        _state.label("state"),
        func.count().label("count"),
        func.extract("epoch", func.now() - func.min(_since)).label("age"),
    ).group_by(QUEUE.c.entrypoint, _state)
)
_WAITING = Statement(select(func.count()).select_from(QUEUE).where(_state != "held"))
_PEOPLE = Statement(select(func.count()).where(tables.presences.c.ended_at.is_(None)))
_LIVE = Statement(select(func.count()).where(tables.conferences.c.state == ConferenceState.LIVE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """How many jobs of a kind are in a state, and for how many seconds the oldest of them.

    They are ``due``, to be tried ``later``, ``running``, or ``held`` as they failed for good. What is due is
    as old as it has been that; all else since it was queued.
    """

    kind: str
    state: str
    count: int
    oldest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What all processes of a database together have to do."""

    jobs: Sequence[Jobs]
    people_in_rooms: int
    live_conferences: int


async def count_waiting(connection: Connection) -> int:
    """Count the jobs that are still to be done: all but those that are held."""
    (found,) = await _WAITING.fetch(connection)
    count: int = found[0]
    return count


async def load_of(pool: Pool) -> Load:
    """Tell how much there is to do in the database of a pool. Raises StorageUnavailable."""
    async with Reached(pool) as connection:
        jobs = await _JOBS.fetch(connection)
        (people,) = await _PEOPLE.fetch(connection)
        (live,) = await _LIVE.fetch(connection)
    found = {
        (row["kind"], row["state"]): Jobs(
            kind=row["kind"], state=row["state"], count=row["count"], oldest=max(0.0, float(row["age"]))
        )
        for row in jobs
    }
    none = {
        (kind, state): Jobs(kind=kind, state=state, count=0, oldest=0.0) for kind in KINDS for state in STATES
    }
    return Load(jobs=[*(none | found).values()], people_in_rooms=people[0], live_conferences=live[0])
