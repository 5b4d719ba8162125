"""How often something is tried, counted in memory."""

import hashlib
import secrets
from datetime import datetime, timedelta

from wexstream.domain.model.throttling import CLOCKS_DIFFER, Rate
from wexstream.ports.clock import Clock


class MemoryThrottle:
    """Counts by the generic cell rate algorithm (ITU-T I.371, annex A): one time a bucket, when it is full.

    Buckets are kept as hashes under a key of this process, and forgotten once they are full again.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._full_at: dict[bytes, datetime] = {}

    async def take(self, bucket: str, rate: Rate) -> timedelta | None:
        """Take one from a bucket; how long until there is one, if there is none."""
        now = self._clock.now()
        self._forget_full(now)
        name = hashlib.blake2b(bucket.encode(errors="surrogatepass"), key=self._key, digest_size=32).digest()
        one = rate.per / rate.times
        full_at = self._full_at.get(name, now)
        if full_at > now + rate.per + CLOCKS_DIFFER:  # counted before the clock stepped back
            full_at = now
        full_at += one
        wait = full_at - now - one * rate.times
        if wait > timedelta(0):
            return wait
        self._full_at[name] = full_at
        return None

    def _forget_full(self, now: datetime) -> None:
        for name in [name for name, full_at in self._full_at.items() if full_at <= now]:
            del self._full_at[name]
