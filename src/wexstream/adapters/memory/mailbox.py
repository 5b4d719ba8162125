"""A mailbox in memory, for tests and for those who embed Wexstream."""

from collections.abc import Sequence

from wexstream.domain.model.text import address_key
from wexstream.ports.clock import Clock
from wexstream.ports.mail import MAILBOX_LARGEST, KeptMail, Mail


class MemoryMailbox:
    """Keeps mails as long as the process lives."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, KeptMail] = {}

    async def carry(self, mail: Mail) -> None:
        """Keep a mail, in place of one of the same message id; the oldest beyond 1,000 go."""
        there = self._kept.get(mail.message_id)
        kept_at = there.kept_at if there else self._clock.now()
        self._kept[mail.message_id] = KeptMail(mail=mail, kept_at=kept_at)
        if len(self._kept) > MAILBOX_LARGEST:
            del self._kept[next(iter(self._kept))]

    async def forget(self, address: str) -> None:
        """Remove the mails to an address, compared without regard to case."""
        key = address_key(address)
        self._kept = {
            message_id: kept
            for message_id, kept in self._kept.items()
            if address_key(kept.mail.to_address) != key
        }

    async def list(self) -> Sequence[KeptMail]:
        """Read all mails, the newest first."""
        return list(reversed(self._kept.values()))

    async def get(self, message_id: str) -> KeptMail | None:
        """Read one mail; None when it is not there."""
        return self._kept.get(message_id)
