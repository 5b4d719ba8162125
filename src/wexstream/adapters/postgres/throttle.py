"""How often something is tried, counted in PostgreSQL for all processes together."""

import hmac
from datetime import timedelta

from asyncpg import Pool
from sqlalchemy import DateTime, Interval, bindparam, case, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import tables
from wexstream.adapters.postgres.reaching import Reached
from wexstream.adapters.postgres.statements import Statement
from wexstream.domain.model.throttling import CLOCKS_DIFFER, Rate
from wexstream.ports.clock import Clock

_throttle = tables.throttles.c
_now = bindparam("now", type_=DateTime(timezone=True))
_burst = bindparam("burst", type_=Interval())
_full = case(
    (_throttle.full_at > _now + _burst + bindparam("differ", type_=Interval()), _now),
    else_=func.greatest(_throttle.full_at, _now),
)
_full_then = _full + bindparam("one", type_=Interval())
_is_it = _throttle.bucket == bindparam("bucket")

_TAKE = Statement(
    insert(tables.throttles)
    .values(bucket=bindparam("bucket"), full_at=_now + bindparam("one", type_=Interval()))
    .on_conflict_do_update(
        index_elements=[_throttle.bucket],
        set_={"full_at": _full_then},
        where=_full_then <= _now + _burst,
    )
    .returning(_throttle.full_at)
)
_FIND = Statement(select(_throttle.full_at).where(_is_it))
_PURGE = Statement(delete(tables.throttles).where(_throttle.full_at <= _now))


class PostgresThrottle:
    """Counts by the generic cell rate algorithm (ITU-T I.371, annex A): one time a bucket, when it is full.

    Buckets are kept as hashes under a key (HMAC, RFC 2104), which is the same in all processes. One that is
    full later than is possible was counted before the clock stepped back, and is full.
    """

    def __init__(self, pool: Pool, clock: Clock, *, key: bytes) -> None:
        self._pool = pool
        self._clock = clock
        self._key = key

    async def take(self, bucket: str, rate: Rate) -> timedelta | None:
        """Take one from a bucket; how long until there is one, if there is none."""
        name = hmac.digest(self._key, bucket.encode(errors="surrogatepass"), "sha256")
        now = self._clock.now()
        one = rate.per / rate.times
        burst = one * rate.times
        async with Reached(self._pool) as connection:
            taken = await _TAKE.fetchrow(
                connection, bucket=name, now=now, one=one, burst=burst, differ=CLOCKS_DIFFER
            )
            if taken:
                return None
            found = await _FIND.fetchrow(connection, bucket=name)
        wait: timedelta = found["full_at"] + one - now - burst if found else one
        return wait

    async def purge(self) -> None:
        """Forget the buckets that are full again."""
        async with Reached(self._pool) as connection:
            await _PURGE.execute(connection, now=self._clock.now())
