"""Passwords, hashed with argon2id (RFC 9106)."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from wexstream.adapters.security import breached
from wexstream.ports.security import Verdict

# Two passes over 19 MiB in one lane: what OWASP's Password Storage Cheat Sheet asks for at least.
COST = replace(RFC_9106_LOW_MEMORY, time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE = 2


class Argon2Passwords:
    """Hashes passwords as they were typed, in UTF-8: two at a time whatever is asked for, 19 MiB each."""

    def __init__(self, cost: Parameters = COST) -> None:
        """Hash at a cost. ``cost.memory_cost`` is in KiB."""
        self._hasher = PasswordHasher.from_parameters(cost)
        self._nobodys = self._hasher.hash(secrets.token_bytes())
        # Threads of its own rather than a semaphore: a request that is given up leaves its slot only when
        # its hashing is over.
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")

    async def hash(self, password: str) -> str:
        """Hash a password for keeping."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, self._hasher.hash, _bytes(password)
        )

    async def check(self, password: str, kept: str | None) -> Verdict:
        """Compare a password with a kept hash; what is no hash is WRONG.

        None, for an account that does not exist or has no password, takes as long and is WRONG.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, self._verdict, _bytes(password), kept
        )

    def is_breached(self, password: str) -> bool:
        """Tell whether a password is among the most common ones of known breaches, without regard to case."""
        return password.casefold() in breached.passwords()

    def _verdict(self, password: bytes, kept: str | None) -> Verdict:
        try:
            self._hasher.verify(self._nobodys if kept is None else kept, password)
        except (VerificationError, ValueError):  # another password; or kept is no hash, or not even ASCII
            return Verdict.WRONG
        if kept is None:
            return Verdict.WRONG
        return Verdict.OUTDATED if self._hasher.check_needs_rehash(kept) else Verdict.RIGHT


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")  # a lone surrogate is wrong like any other character
