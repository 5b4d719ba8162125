"""How often something is tried, counted in PostgreSQL for all processes together."""

import hmac
from datetime import timedelta
from typing import Final

from asyncpg import Pool
from sqlalchemy import ARRAY, DateTime, Interval, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import tables
from wexstream.adapters.postgres.reaching import Reached
from wexstream.adapters.postgres.statements import Statement, purging
from wexstream.domain.model.throttling import CLOCKS_DIFFER, FIRST_WAIT, FORGOTTEN_AFTER, Patience, Rate
from wexstream.ports.clock import Clock

_throttle = tables.throttles.c
_now = bindparam("now", type_=DateTime(timezone=True))
_burst = bindparam("burst", type_=Interval())
_full = case(
    (_throttle.full_at > _now + _burst + bindparam("differ", type_=Interval()), _now),
    else_=func.greatest(_throttle.full_at, _now),
)
_full_then = _full + bindparam("taking", type_=Interval())
_is_it = _throttle.bucket == bindparam("bucket")

_TAKE = Statement(
    insert(tables.throttles)
    .values(bucket=bindparam("bucket"), full_at=_now + bindparam("taking", type_=Interval()))
    .on_conflict_do_update(
        index_elements=[_throttle.bucket],
        set_={"full_at": _full_then},
        where=_full_then <= _now + _burst,
    )
    .returning(_throttle.full_at)
)
_FIND = Statement(select(_throttle.full_at).where(_is_it))
_PURGE = purging(tables.throttles, _throttle.full_at <= _now)
_BATCH: Final = 1_000  # rows that are locked at once

_guess = tables.guesses.c
_waits = bindparam("waits", type_=ARRAY(Interval()))
_after_wrong = func.coalesce(_waits, type_=ARRAY(Interval()))  # in parentheses, which an index needs
_next_at = _guess.tried_at + _after_wrong[func.least(_guess.wrong + 1, func.cardinality(_waits))]
_forgotten = _guess.tried_at <= _now - bindparam("forgotten", type_=Interval())
_from_before = _guess.tried_at > _now + bindparam("differ", type_=Interval())
_is_guessed = _guess.bucket == bindparam("bucket")

_GUESS = Statement(
    insert(tables.guesses)
    .values(bucket=bindparam("bucket"), wrong=1, tried_at=_now)
    .on_conflict_do_update(
        index_elements=[_guess.bucket],
        set_={"wrong": case((_forgotten, 1), else_=_guess.wrong + 1), "tried_at": _now},
        where=or_(_next_at <= _now, _from_before),
    )
    .returning(_guess.wrong)
)
_FIND_NEXT = Statement(select(_next_at.label("next_at")).where(_is_guessed))
_TAKE_BACK = Statement(
    update(tables.guesses).values(wrong=func.greatest(_guess.wrong - 1, 0)).where(_is_guessed)
)
_FORGET = Statement(delete(tables.guesses).where(_is_guessed))
_PURGE_GUESSES = purging(tables.guesses, _forgotten)


class PostgresThrottle:
    """Counts by the generic cell rate algorithm (ITU-T I.371, annex A): one time a bucket, when it is full.

    Buckets are kept as hashes under a key (HMAC, RFC 2104), which is the same in all processes. One that is
    full later than is possible was counted before the clock stepped back, and is full. Of wrong tries
    there are their number and the time of the last.
    """

    def __init__(self, pool: Pool, clock: Clock, *, key: bytes) -> None:
        self._pool = pool
        self._clock = clock
        self._key = key

    async def take(self, bucket: str, rate: Rate, number: int = 1) -> timedelta | None:
        """Take so many from a bucket; how long until they are there, if they are not."""
        name = self._name(bucket)
        now = self._clock.now()
        one = rate.per / rate.times
        burst, taking = one * rate.times, one * number
        async with Reached(self._pool) as connection:
            taken = await _TAKE.fetchrow(
                connection, bucket=name, now=now, taking=taking, burst=burst, differ=CLOCKS_DIFFER
            )
            if taken:
                return None
            found = await _FIND.fetchrow(connection, bucket=name)
        wait: timedelta = found["full_at"] + taking - now - burst if found else one
        return wait

    async def guess(self, bucket: str, patience: Patience) -> timedelta | None:
        """Begin a try, which is wrong until it is forgotten or taken back; how long until one may be made."""
        name = self._name(bucket)
        now = self._clock.now()
        waits = patience.waits
        async with Reached(self._pool) as connection:
            begun = await _GUESS.fetchrow(
                connection, bucket=name, now=now, waits=waits, forgotten=FORGOTTEN_AFTER, differ=CLOCKS_DIFFER
            )
            if begun:
                return None
            found = await _FIND_NEXT.fetchrow(connection, bucket=name, waits=waits)
        wait: timedelta = found["next_at"] - now if found else FIRST_WAIT
        return wait

    async def take_back(self, bucket: str) -> None:
        """Have made one try less."""
        async with Reached(self._pool) as connection:
            await _TAKE_BACK.execute(connection, bucket=self._name(bucket))

    async def forget(self, bucket: str) -> None:
        """Have made no try."""
        async with Reached(self._pool) as connection:
            await _FORGET.execute(connection, bucket=self._name(bucket))

    async def purge(self) -> None:
        """Forget the buckets that are full again, and wrong tries of long ago."""
        now = self._clock.now()
        async with Reached(self._pool) as connection:
            while await _PURGE.execute(connection, now=now, most=_BATCH) == _BATCH:
                pass
            over = {"now": now, "forgotten": FORGOTTEN_AFTER, "most": _BATCH}
            while await _PURGE_GUESSES.execute(connection, **over) == _BATCH:
                pass

    def _name(self, bucket: str) -> bytes:
        return hmac.digest(self._key, bucket.encode(errors="surrogatepass"), "sha256")
