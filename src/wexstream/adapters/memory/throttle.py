"""How often something is tried, counted in memory."""

import hashlib
import secrets
from datetime import datetime, timedelta

from wexstream.domain.model.throttling import CLOCKS_DIFFER, FORGOTTEN_AFTER, Patience, Rate
from wexstream.ports.clock import Clock


class MemoryThrottle:
    """Counts by the generic cell rate algorithm (ITU-T I.371, annex A): one time a bucket, when it is full.

    Buckets are kept as hashes under a key of this process, and forgotten once they are full again.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._full_at: dict[bytes, datetime] = {}
        self._guesses: dict[bytes, tuple[int, datetime]] = {}

    async def take(self, bucket: str, rate: Rate, number: int = 1) -> timedelta | None:
        """Take so many from a bucket; how long until they are there, if they are not."""
        now = self._clock.now()
        self._forget_full(now)
        name = self._name(bucket)
        one = rate.per / rate.times
        full_at = self._full_at.get(name, now)
        if full_at > now + rate.per + CLOCKS_DIFFER:  # counted before the clock stepped back
            full_at = now
        full_at += one * number
        wait = full_at - now - one * rate.times
        if wait > timedelta(0):
            return wait
        self._full_at[name] = full_at
        return None

    async def guess(self, bucket: str, patience: Patience) -> timedelta | None:
        """Begin a try, which is wrong until it is forgotten or taken back; how long until one may be made."""
        now = self._clock.now()
        self._forget_quiet(now)
        name = self._name(bucket)
        wrong, tried_at = self._guesses.get(name, (0, now))
        wait = tried_at + patience.after(wrong) - now
        if timedelta(0) < wait and tried_at <= now + CLOCKS_DIFFER:
            return wait
        self._guesses[name] = (wrong + 1, now)
        return None

    async def take_back(self, bucket: str) -> None:
        """Have made one try less."""
        name = self._name(bucket)
        if name in self._guesses:
            wrong, tried_at = self._guesses[name]
            self._guesses[name] = (max(wrong - 1, 0), tried_at)

    async def forget(self, bucket: str) -> None:
        """Have made no try."""
        self._guesses.pop(self._name(bucket), None)

    def _name(self, bucket: str) -> bytes:
        return hashlib.blake2b(bucket.encode(errors="surrogatepass"), key=self._key, digest_size=32).digest()

    def _forget_quiet(self, now: datetime) -> None:
        quiet = [name for name, (_, tried_at) in self._guesses.items() if tried_at + FORGOTTEN_AFTER <= now]
        for name in quiet:
            del self._guesses[name]

    def _forget_full(self, now: datetime) -> None:
        for name in [name for name, full_at in self._full_at.items() if full_at <= now]:
            del self._full_at[name]
