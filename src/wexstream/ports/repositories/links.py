"""Links in mails, as transactions keep them."""

from datetime import datetime
from typing import Protocol

from wexstream.domain.model.ids import AccountId, LinkId
from wexstream.domain.model.link import Link, LinkPurpose


class Links(Protocol):
    """Links in mails. They are changed under the lock of their account."""

    async def add(self, link: Link) -> None:
        """Keep a new one."""
        ...

    async def find(self, link: LinkId) -> Link | None:
        """Read one."""
        ...

    async def find_by_token(self, digest: bytes) -> Link | None:
        """Read the one of a token's digest."""
        ...

    async def save(self, link: Link) -> None:
        """Keep a change."""
        ...

    async def supersede(self, account: AccountId, purpose: LinkPurpose) -> None:
        """Put an account's earlier links of a purpose out of use."""
        ...

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those whose time was over before; how many there were."""
        ...
