"""Passwords of accounts: which are accepted, and how they change."""

from dataclasses import dataclass

from wexstream.domain.model import account as accounts
from wexstream.domain.model import text, throttling
from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import AuditKind
from wexstream.domain.model.errors import NotSignedIn, ProofRequired, WrongPassword
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.session import is_recent
from wexstream.domain.model.visibility import Viewer, require_unsuspended
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.links import Links
from wexstream.domain.usecases.throttling import Guesses, may_mail, require_rate
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import security
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import MailLink, MailPasswordChanged
from wexstream.ports.persistence import Transaction, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Passwords:
    """Checks, changes and resets passwords. Hashing is slow and never done within a transaction."""

    unit: UnitOfWork
    clock: Clock
    ids: Ids
    hasher: security.Passwords
    links: Links
    audit: Audit
    throttle: security.Throttle

    def require_acceptable(self, password: str, *, email: str, name: str, field: str = "password") -> None:
        """Let through a password that may be chosen. Raises Invalid."""
        accounts.password(password, email=email, name=name, field=field)
        if self.hasher.is_breached(password):
            raise text.refuse(field, "breached", "Many people use this password. Choose another one.")

    async def hash(self, password: str) -> str:
        """Hash a password for keeping."""
        return await self.hasher.hash(password)

    async def require_right(self, viewer: Viewer, password: str) -> Account:
        """Let through who knows the account's password. Raises WrongPassword, NotSignedIn, TooMany."""
        account = await self._find(viewer)
        await require_rate(self.throttle, "password", viewer.session, throttling.PASSWORD_PER_SESSION)
        await self._require("password-session", viewer.session, account, password)
        return account

    async def require_proof(self, viewer: Viewer, password: str | None) -> None:
        """Let through who knows the account's password, or signed in some minutes ago without giving it now.

        Raises ProofRequired, WrongPassword, NotSignedIn, TooMany.
        """
        if password is not None:
            await self.require_right(viewer, password)
        elif not is_recent(viewer.signed_in_at, at=self.clock.now()):
            raise ProofRequired

    async def require_known(self, account: Account, password: str) -> None:
        """Let through who, holding a link, knows its account's password. Raises WrongPassword, TooMany."""
        await self._require("password-link", account.id, account, password)

    async def change(self, viewer: Viewer | None, *, current: str, new: str) -> None:
        """Change the own password, which ends all other sessions.

        Raises NotSignedIn, AccountSuspended, WrongPassword, Invalid, TooMany.
        """
        known = require_unsuspended(viewer)
        account = await self.require_right(known, current)
        self.require_acceptable(new, email=account.email, name=account.full_name, field="new")
        await self._change(known, account, await self.hash(new))

    async def request_reset(self, email: str, *, origin: str) -> None:
        """Mail the account of an address a link to a new password. Raises Invalid, TooMany.

        Where many were mailed to that address already, the newest of them goes on working instead.
        """
        key = text.address_key(text.email_address(email))
        await require_rate(self.throttle, "link-origin", origin, throttling.LINK_PER_ORIGIN)
        if await may_mail(self.throttle, "reset-mail", key, sender=origin):
            await self._request_reset(key)

    async def reset(self, *, token: str, new: str, origin: str) -> AccountId:
        """Set an account's new password by the link's token, once; all sessions end, the address is verified.

        Raises LinkUnknown, LinkExpired, LinkUsed, Invalid, TooMany.
        """
        await require_rate(self.throttle, "token", origin, throttling.TOKEN_PER_ORIGIN)
        account = await self._owner(token)
        self.require_acceptable(new, email=account.email, name=account.full_name, field="new")
        await self._reset(token, await self.hash(new))
        return account.id

    async def _require(self, what: str, who: object, account: Account, password: str) -> None:
        """Let through who knows a password; in one session, nobody slows down those in another."""
        patience = throttling.GUESS_PER_SESSION
        guesses = Guesses(throttle=self.throttle, counted_by=[(what, who, patience)])
        await guesses.begin()
        if await self.hasher.check(password, account.password_hash) is security.Verdict.WRONG:
            raise WrongPassword
        await guesses.forgive()

    @transactional
    async def _find(self, tx: Transaction, viewer: Viewer) -> Account:
        account = await tx.accounts.find(viewer.account)
        if account is None:
            raise NotSignedIn
        return account

    @transactional
    async def _change(self, tx: Transaction, viewer: Viewer, checked: Account, password_hash: str) -> None:
        account = (await tx.accounts.lock([viewer.account])).get(viewer.account)
        if account is None or account.password_hash != checked.password_hash:
            raise WrongPassword
        await tx.accounts.save(account.with_password(password_hash))
        await tx.sessions.end_all(account.id, but=viewer.session)
        await self._outdate_links(tx, account)
        await self.audit.note_own(tx, AuditKind.PASSWORD_CHANGED, account.id)
        if account.verified_at is not None:  # else the address may be another's
            await tx.jobs.add(MailPasswordChanged(account=account.id, occasion=self.ids.new()))

    @transactional
    async def _request_reset(self, tx: Transaction, address_key: str) -> None:
        held = await tx.accounts.lock_by_address(address_key)
        account = held.somebody
        if account is None:
            return
        if account.verified_at is not None or not await self.links.is_banned(tx, account.email):
            link = await self.links.issue(tx, account, LinkPurpose.RESET, email=account.email)
            await tx.jobs.add(MailLink(link=link.id))

    @transactional
    async def _owner(self, tx: Transaction, token: str) -> Account:
        return await self.links.peek(tx, token, LinkPurpose.RESET, at=self.clock.now())

    @transactional
    async def _reset(self, tx: Transaction, token: str, password_hash: str) -> None:
        account = await self.links.prove(tx, token, LinkPurpose.RESET, at=self.clock.now())
        await tx.accounts.save(account.with_password(password_hash))
        await tx.sessions.end_all(account.id)
        await self._outdate_links(tx, account)
        await self.audit.note_own(tx, AuditKind.PASSWORD_RESET, account.id)
        await tx.jobs.add(MailPasswordChanged(account=account.id, occasion=self.ids.new()))

    async def _outdate_links(self, tx: Transaction, account: Account) -> None:
        """Put out of use what somebody who knew the old password may have asked for."""
        for purpose in (LinkPurpose.RESET, LinkPurpose.MOVE):
            await tx.links.supersede(account.id, purpose)
