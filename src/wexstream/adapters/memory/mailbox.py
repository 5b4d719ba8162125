"""A mailbox in memory, for tests and for those who embed Wexstream."""

from collections.abc import Collection, Sequence

from wexstream.domain.model.ids import AccountId
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

    async def forget(self, *, accounts: Collection[AccountId] = (), addresses: Collection[str] = ()) -> None:
        """Remove the mails about accounts, and to or from addresses, compared without regard to case."""
        keys = {address_key(address) for address in addresses}

        def is_forgotten(mail: Mail) -> bool:
            ends = {address_key(address) for address in (mail.to_address, mail.reply_to) if address}
            return not (mail.about.isdisjoint(accounts) and ends.isdisjoint(keys))

        self._kept = {
            message_id: kept for message_id, kept in self._kept.items() if not is_forgotten(kept.mail)
        }

    async def list(self) -> Sequence[KeptMail]:
        """Read all mails, the newest first."""
        return list(reversed(self._kept.values()))

    async def get(self, message_id: str) -> KeptMail | None:
        """Read one mail; None when it is not there."""
        return self._kept.get(message_id)
