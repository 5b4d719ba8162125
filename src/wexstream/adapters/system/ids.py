"""Names from the machine's clock and its random numbers."""

import secrets
from base64 import b32encode
from uuid import UUID

from uuid_utils.compat import uuid7


class SystemIds:
    """Makes ids that sort by when they were made, and names that nobody can guess."""

    def new(self) -> UUID:
        """Make a UUIDv7 (RFC 9562, 5.7), greater than those that this process made before.

        Also within a millisecond, between threads, and when the clock steps back: the library then counts on
        from the latest one.
        """
        return uuid7()

    def room(self) -> str:
        """Make the name of a room: 26 characters of ``[a-z2-7]``, 128 random bits (RFC 4648, 6)."""
        return _unguessable()

    def pseudonym(self) -> str:
        """Make what stands for an erased account: ``person-`` and 128 random bits as for a room."""
        return f"person-{_unguessable()}"


def _unguessable() -> str:
    return b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()
