"""Links in mails, in memory."""

from dataclasses import replace
from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.ids import AccountId, LinkId
from wexstream.domain.model.link import Link, LinkPurpose


class MemoryLinks:
    """Links in mails."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def add(self, link: Link) -> None:
        """Keep a new one."""
        (await self._draft.change()).links[link.id] = link

    async def find(self, link: LinkId) -> Link | None:
        """Read one."""
        return self._draft.read().links.get(link)

    async def find_by_token(self, digest: bytes) -> Link | None:
        """Read the one of a token's digest."""
        return next((link for link in self._draft.read().links.values() if link.token_hash == digest), None)

    async def save(self, link: Link) -> None:
        """Keep a change."""
        (await self._draft.change()).links.replace(link.id, link)

    async def supersede(self, account: AccountId, purpose: LinkPurpose) -> None:
        """Put an account's earlier links of a purpose out of use."""
        (await self._draft.change()).links.change_where(
            lambda link: link.account == account and link.purpose is purpose,
            lambda link: replace(link, superseded=True),
        )

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those whose time was over before; how many there were."""
        links = (await self._draft.change()).links
        return links.remove_some(lambda link: link.expires_at < before, most=most)
