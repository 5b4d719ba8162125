"""How links in mails are made and followed."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model import text
from wexstream.domain.model.account import Account
from wexstream.domain.model.errors import LinkExpired, LinkUnknown
from wexstream.domain.model.ids import LinkId
from wexstream.domain.model.link import Link, LinkPurpose
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.policy import Policy
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.persistence import Transaction
from wexstream.ports.security import Bans, LinkTokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Issues and redeems links, under the lock of their account."""

    clock: Clock
    ids: Ids
    tokens: LinkTokens
    bans: Bans
    audit: Audit
    policy: Policy

    async def issue(self, tx: Transaction, account: Account, purpose: LinkPurpose, *, email: str) -> Link:
        """Make an account's newest link of a purpose, for an address; the earlier ones work no longer."""
        now = self.clock.now()
        name = LinkId(self.ids.new())
        link = Link(
            id=name,
            account=account.id,
            purpose=purpose,
            token_hash=self.tokens.digest(self.tokens.token(name)),
            email=email,
            created_at=now,
            expires_at=now + self.policy.link_lasts,
        )
        await tx.links.supersede(account.id, purpose)
        await tx.links.add(link)
        return link

    async def seek(self, tx: Transaction, token: str, purpose: LinkPurpose) -> Link:
        """Find the link of a token, without a lock. Raises LinkUnknown."""
        link = await tx.links.find_by_token(self.tokens.digest(token))
        if link is None or link.purpose is not purpose:
            raise LinkUnknown
        return link

    async def peek(self, tx: Transaction, token: str, purpose: LinkPurpose, *, at: datetime) -> Account:
        """Lock the account of a link that works now. Raises LinkUnknown, LinkExpired, LinkUsed."""
        account, link = await self._lock(tx, token, purpose)
        link.use(at=at)
        return account

    async def redeem(self, tx: Transaction, token: str, purpose: LinkPurpose, *, at: datetime) -> Account:
        """Lock the account of a link and use the link up. Raises LinkUnknown, LinkExpired, LinkUsed."""
        account, link = await self._lock(tx, token, purpose)
        await tx.links.save(link.use(at=at))
        return account

    async def prove(self, tx: Transaction, token: str, purpose: LinkPurpose, *, at: datetime) -> Account:
        """Redeem a link that shows whose its address is: the locked account, verified by it.

        Raises LinkUnknown, LinkUsed, LinkExpired; the last also where the address is another's by now, or was
        banned before it was anybody's.
        """
        email = (await self.seek(tx, token, purpose)).email
        held = await tx.accounts.lock_by_address(text.address_key(email))
        account = await self.redeem(tx, token, purpose, at=at)
        barred = account.verified_at is None and await self.is_banned(tx, email)
        if barred or held.belongs_to_another(account):
            raise LinkExpired
        verified = account.verify(at=at, admin_key=self.policy.admin_key)
        await self.audit.note_appointed(tx, verified, already=account.moderator)
        return verified

    async def is_banned(self, tx: Transaction, email: str) -> bool:
        """Tell whether an address is that of somebody who was suspended."""
        return await tx.bans.has(self.bans.digest(text.address_key(email)), at=self.clock.now())

    async def _lock(self, tx: Transaction, token: str, purpose: LinkPurpose) -> tuple[Account, Link]:
        """Lock a link's account, and read the link again, as it may have changed until then."""
        owner = (await self.seek(tx, token, purpose)).account
        locked = await tx.accounts.lock([owner])
        link = await self.seek(tx, token, purpose)
        return locked[link.account], link
