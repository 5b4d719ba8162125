"""Becoming a member: signing up, verifying an address, and moving to another."""

from dataclasses import dataclass

from wexstream.domain.model import account as accounts
from wexstream.domain.model import text, throttling
from wexstream.domain.model.account import Account, AccountState, Language
from wexstream.domain.model.errors import LinkExpired, NotSignedIn
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.visibility import Viewer, require_unsuspended
from wexstream.domain.usecases.erasure import Erasure
from wexstream.domain.usecases.links import Links
from wexstream.domain.usecases.passwords import Passwords
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.throttling import require_rate
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import MailAddressKnown, MailLink, MailMoveNotice
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.security import Bans, Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What somebody gives who signs up."""

    full_name: str
    email: str
    password: str
    terms_version: str
    language: Language | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Signing up, verifying, moving. No answer tells which addresses are known; their owners' mails do."""

    unit: UnitOfWork
    clock: Clock
    ids: Ids
    passwords: Passwords
    links: Links
    erasure: Erasure
    bans: Bans
    throttle: Throttle
    policy: Policy

    async def sign_up(self, application: Application, *, origin: str) -> None:
        """Sign up from a network address; a mail follows. Raises Invalid, TooMany."""
        name = accounts.full_name(application.full_name)
        email = text.email_address(application.email)
        self.passwords.require_acceptable(application.password, email=email, name=name)
        now = self.clock.now()
        consent = accounts.consent(application.terms_version, current=self.policy.terms_version, at=now)
        zone = accounts.time_zone(application.time_zone)
        await require_rate(self.throttle, "sign-up", origin, throttling.SIGN_UP_PER_ORIGIN)
        await require_rate(self.throttle, "link", text.address_key(email), throttling.LINK_PER_ADDRESS)
        applicant = Account(
            id=AccountId(self.ids.new()),
            state=AccountState.UNVERIFIED,
            full_name=name,
            email=email,
            password_hash=await self.passwords.hash(application.password),
            consent=consent,
            created_at=now,
            language=application.language or self.policy.default_language,
            time_zone=zone,
        )
        await self._register(applicant)

    async def send_again(self, email: str, *, origin: str) -> None:
        """Mail an unverified account a new link. Raises Invalid, TooMany."""
        key = text.address_key(text.email_address(email))
        await require_rate(self.throttle, "link-origin", origin, throttling.LINK_PER_ORIGIN)
        await require_rate(self.throttle, "link", key, throttling.LINK_PER_ADDRESS)
        await self._send_again(key)

    async def verify(self, token: str, *, origin: str) -> None:
        """Verify an address by the link's token; again before its end, nothing changes.

        Raises LinkUnknown, LinkExpired, TooMany.
        """
        await require_rate(self.throttle, "token", origin, throttling.TOKEN_PER_ORIGIN)
        await self._verify(token)

    async def move(self, viewer: Viewer | None, *, email: str, password: str) -> None:
        """Ask to move to another address; the link there moves, and the old address is told.

        Raises NotSignedIn, AccountSuspended, Invalid, WrongPassword, TooMany.
        """
        known = require_unsuspended(viewer)
        address = text.email_address(email)
        await require_rate(self.throttle, "link", text.address_key(address), throttling.LINK_PER_ADDRESS)
        await self.passwords.require_right(known, password)
        await self._move(known, address)

    async def confirm_move(self, token: str, *, origin: str) -> None:
        """Move to the address that the link was sent to.

        Raises LinkUnknown, LinkExpired, LinkUsed, TooMany; LinkExpired also where the address is another's
        or banned by now, or the account suspended.
        """
        await require_rate(self.throttle, "token", origin, throttling.TOKEN_PER_ORIGIN)
        await self._confirm_move(token)

    @transactional
    async def _register(self, tx: Transaction, applicant: Account) -> None:
        if await tx.bans.has(self.bans.digest(applicant.address_key)):
            return
        known = await tx.accounts.lock_by_address(applicant.address_key)
        if known is not None and known.state is not AccountState.UNVERIFIED:
            await tx.jobs.add(MailAddressKnown(account=known.id, occasion=self.ids.new()))
            return
        if known is not None:
            await self.erasure.erase(tx, known)
        await tx.accounts.add(applicant)
        await self._mail_verification(tx, applicant)

    @transactional
    async def _send_again(self, tx: Transaction, address_key: str) -> None:
        known = await tx.accounts.lock_by_address(address_key)
        if known is not None and known.state is AccountState.UNVERIFIED:
            await self._mail_verification(tx, known)

    async def _mail_verification(self, tx: Transaction, account: Account) -> None:
        link = await self.links.issue(tx, account, LinkPurpose.VERIFY, email=account.email)
        await tx.jobs.add(MailLink(link=link.id))

    @transactional
    async def _verify(self, tx: Transaction, token: str) -> None:
        now = self.clock.now()
        account = await self.links.redeem(tx, token, LinkPurpose.VERIFY, at=now)
        await tx.accounts.save(account.verify(at=now, admin_key=self.policy.admin_key))

    @transactional
    async def _move(self, tx: Transaction, viewer: Viewer, email: str) -> None:
        if await tx.bans.has(self.bans.digest(text.address_key(email))):
            return
        taken_by = await tx.accounts.lock_by_address(text.address_key(email))
        account = (await tx.accounts.lock([viewer.account])).get(viewer.account)
        if account is None:
            raise NotSignedIn
        if taken_by is not None and taken_by.state is not AccountState.UNVERIFIED:
            await tx.jobs.add(MailAddressKnown(account=taken_by.id, occasion=self.ids.new()))
            return
        link = await self.links.issue(tx, account, LinkPurpose.MOVE, email=email)
        await tx.jobs.add(MailLink(link=link.id), MailMoveNotice(link=link.id))

    @transactional
    async def _confirm_move(self, tx: Transaction, token: str) -> None:
        now = self.clock.now()
        email = (await self.links.seek(tx, token, LinkPurpose.MOVE)).email
        address_key = text.address_key(email)
        known = await tx.accounts.lock_by_address(address_key)
        account = await self.links.redeem(tx, token, LinkPurpose.MOVE, at=now)
        if account.state is AccountState.SUSPENDED or await tx.bans.has(self.bans.digest(address_key)):
            raise LinkExpired
        if known is not None and known.id != account.id:
            if known.state is not AccountState.UNVERIFIED:
                raise LinkExpired
            await self.erasure.erase(tx, known)
        await tx.links.supersede(account.id, LinkPurpose.RESET)
        await tx.accounts.save(account.move(email, at=now, admin_key=self.policy.admin_key))
