"""Becoming a member: signing up, verifying an address, and moving to another."""

from dataclasses import dataclass

from wexstream.domain.model import account as accounts
from wexstream.domain.model import text, throttling
from wexstream.domain.model.account import Account, AccountState, Holders, Language
from wexstream.domain.model.errors import LinkExpired, NotSignedIn, WrongPassword
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.link import Link, LinkPurpose
from wexstream.domain.model.visibility import Viewer, require_unsuspended
from wexstream.domain.usecases.erasure import Erasure
from wexstream.domain.usecases.links import Links
from wexstream.domain.usecases.passwords import Passwords
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.throttling import require_rate, within_rate
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import MailAddressKnown, MailLink, MailMoveNotice
from wexstream.ports.mail import MailCarrier
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
    carrier: MailCarrier
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
        mailed = await self._may_mail("verify-mail", email)
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
        await self._forget(await self._register(applicant, mailed=mailed))

    async def send_again(self, email: str, *, origin: str) -> None:
        """Mail who signed up a new link. Raises Invalid, TooMany.

        Where many were mailed to that address already, the newest of them goes on working instead.
        """
        address = text.email_address(email)
        await require_rate(self.throttle, "link-origin", origin, throttling.LINK_PER_ORIGIN)
        if await self._may_mail("verify-mail", address):
            await self._send_again(text.address_key(address))

    async def verify(self, token: str, *, password: str, origin: str) -> None:
        """Verify an address by the link's token; again before its end, nothing changes.

        The password shows that who has the address is who signed up: anybody may sign up with any address.
        Raises LinkUnknown, LinkExpired, WrongPassword, TooMany.
        """
        await require_rate(self.throttle, "token", origin, throttling.TOKEN_PER_ORIGIN)
        applicant = await self._applicant(token)
        if applicant is not None:
            await self.passwords.require_known(applicant, password)
            await self._verify(token, applicant)

    async def move(self, viewer: Viewer | None, *, email: str, password: str) -> None:
        """Ask to move to another address; the link there moves, and the old address is told.

        Raises NotSignedIn, AccountSuspended, Invalid, WrongPassword, TooMany.
        """
        known = require_unsuspended(viewer)
        address = text.email_address(email)
        await self.passwords.require_right(known, password)
        if await self._may_mail("move-mail", address):
            await self._move(known, address)

    async def confirm_move(self, token: str, *, origin: str) -> None:
        """Move to the address that the link was sent to.

        Raises LinkUnknown, LinkExpired, LinkUsed, TooMany; LinkExpired also where the address is another's
        or banned by now, or the account suspended.
        """
        await require_rate(self.throttle, "token", origin, throttling.TOKEN_PER_ORIGIN)
        await self._forget(await self._confirm_move(token))

    async def _forget(self, erased: list[Account]) -> None:
        """Remove what the carrier keeps of mails about applicants in whose place another is."""
        if erased:
            await self.carrier.forget(accounts=[account.id for account in erased])

    async def _may_mail(self, what: str, email: str) -> bool:
        """Tell whether an address has not had many mails already: nobody fills another's mailbox."""
        rate = throttling.MAIL_PER_ADDRESS
        return await within_rate(self.throttle, what, text.address_key(email), rate)

    @transactional
    async def _register(self, tx: Transaction, applicant: Account, *, mailed: bool) -> list[Account]:
        """Keep who signs up, and mail whoever has the address what fits; who is erased for that."""
        held = await tx.accounts.lock_by_address(applicant.address_key)
        if held.applicant is not None:
            await self.erasure.erase(tx, held.applicant)
        await tx.accounts.add(applicant)
        link = await self.links.issue(tx, applicant, LinkPurpose.VERIFY, email=applicant.email)
        if mailed:
            await self._mail_holder(tx, held, link)
        return [held.applicant] if held.applicant else []

    @transactional
    async def _send_again(self, tx: Transaction, address_key: str) -> None:
        held = await tx.accounts.lock_by_address(address_key)
        applicant = held.applicant
        if applicant is not None and applicant.state is AccountState.UNVERIFIED and held.owner is None:
            link = await self.links.issue(tx, applicant, LinkPurpose.VERIFY, email=applicant.email)
            await self._mail_holder(tx, held, link)

    async def _mail_holder(self, tx: Transaction, held: Holders, link: Link) -> None:
        """Mail a link to its locked address; to the owner, if it has one, that; if it is banned, nothing."""
        if await tx.bans.has(self.bans.digest(text.address_key(link.email))):
            return
        if held.owner is not None:
            await tx.jobs.add(MailAddressKnown(account=held.owner.id, occasion=self.ids.new()))
        else:
            await tx.jobs.add(MailLink(link=link.id))

    @transactional
    async def _applicant(self, tx: Transaction, token: str) -> Account | None:
        """Read whom a link would verify; None where that is done."""
        account = await self.links.peek(tx, token, LinkPurpose.VERIFY, at=self.clock.now())
        return account if account.state is AccountState.UNVERIFIED else None

    @transactional
    async def _verify(self, tx: Transaction, token: str, checked: Account) -> None:
        account = await self.links.prove(tx, token, LinkPurpose.VERIFY, at=self.clock.now())
        if account.password_hash != checked.password_hash:
            raise WrongPassword
        await tx.accounts.save(account)

    @transactional
    async def _move(self, tx: Transaction, viewer: Viewer, email: str) -> None:
        held = await tx.accounts.lock_by_address(text.address_key(email))
        account = (await tx.accounts.lock([viewer.account])).get(viewer.account)
        if account is None:
            raise NotSignedIn
        link = await self.links.issue(tx, account, LinkPurpose.MOVE, email=email)
        await self._mail_holder(tx, held, link)
        await tx.jobs.add(MailMoveNotice(link=link.id))

    @transactional
    async def _confirm_move(self, tx: Transaction, token: str) -> list[Account]:
        """Move to the address that the link was sent to; who is erased for that."""
        now = self.clock.now()
        email = (await self.links.seek(tx, token, LinkPurpose.MOVE)).email
        address_key = text.address_key(email)
        held = await tx.accounts.lock_by_address(address_key)
        account = await self.links.redeem(tx, token, LinkPurpose.MOVE, at=now)
        if account.state is AccountState.SUSPENDED or await tx.bans.has(self.bans.digest(address_key)):
            raise LinkExpired
        if held.belongs_to_another(account):
            raise LinkExpired
        others = [held.applicant] if held.applicant and held.applicant.id != account.id else []
        for other in others:
            await self.erasure.erase(tx, other)
        await tx.links.supersede(account.id, LinkPurpose.RESET)
        await tx.accounts.save(account.move(email, at=now, admin_key=self.policy.admin_key))
        return others
