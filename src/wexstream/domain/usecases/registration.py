"""Becoming a member: signing up, verifying an address, and moving to another."""

from dataclasses import dataclass, replace

from wexstream.domain.model import account as accounts
from wexstream.domain.model import text, throttling
from wexstream.domain.model.account import Account, AccountState, Holders, Language
from wexstream.domain.model.audit import AuditKind
from wexstream.domain.model.errors import AccountSuspended, LinkExpired, NotSignedIn, WrongPassword
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.link import Link, LinkPurpose
from wexstream.domain.model.visibility import Viewer, require_unsuspended
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.erasure import Erasure
from wexstream.domain.usecases.links import Links
from wexstream.domain.usecases.passwords import Passwords
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.throttling import may_mail, require_rate
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import MailAddressKnown, MailLink, MailMoveNotice, RemovePicture
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.security import Throttle


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
    audit: Audit
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
        await require_rate(self.throttle, "sign-up-altogether", "", throttling.SIGN_UP_ALTOGETHER)
        mailed = await may_mail(self.throttle, "verify-mail", text.address_key(email), sender=origin)
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
        await self._register(applicant, mailed=mailed)

    async def send_again(self, email: str, *, origin: str) -> None:
        """Mail who signed up a new link. Raises Invalid, TooMany.

        Where many were mailed to that address already, the newest of them goes on working.
        """
        key = text.address_key(text.email_address(email))
        await require_rate(self.throttle, "link-origin", origin, throttling.LINK_PER_ORIGIN)
        if await may_mail(self.throttle, "verify-mail", key, sender=origin):
            await self._send_again(key)

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
        await require_rate(self.throttle, "move", known.account, throttling.MOVE_PER_ACCOUNT)
        if known.origin is not None:
            await require_rate(self.throttle, "link-origin", known.origin, throttling.LINK_PER_ORIGIN)
        if await may_mail(self.throttle, "move-mail", text.address_key(address), sender=known.account):
            await self._move(known, address)

    async def confirm_move(self, token: str, *, password: str, origin: str) -> None:
        """Move to the address that the link was sent to.

        The password shows that who has the address is who asked: anybody may ask to move to any address.
        Raises LinkUnknown, LinkExpired, LinkUsed, WrongPassword, AccountSuspended, TooMany; LinkExpired also
        where the address is another's or banned by now.
        """
        await require_rate(self.throttle, "token", origin, throttling.TOKEN_PER_ORIGIN)
        mover = await self._mover(token)
        await self.passwords.require_known(mover, password)
        erased = await self._confirm_move(token, mover)
        if erased is not None:
            await self.erasure.forget(erased)

    @transactional
    async def _register(self, tx: Transaction, applicant: Account, *, mailed: bool) -> None:
        """Keep who signs up, in place of who did before, and mail whoever has the address what fits."""
        held = await tx.accounts.lock_by_address(applicant.address_key)
        if held.applicant is None:
            await tx.accounts.add(applicant)
        elif held.applicant.state is AccountState.SUSPENDED:
            return  # what a moderator has decided outlasts it
        else:
            applicant = replace(applicant, id=held.applicant.id)
            await self._start_afresh(tx, held.applicant, applicant)
        if mailed:
            link = await self.links.issue(tx, applicant, LinkPurpose.VERIFY, email=applicant.email)
            await self._mail_holder(tx, held, link)

    async def _start_afresh(self, tx: Transaction, before: Account, applicant: Account) -> None:
        """Leave nothing to who signed up before; links that were mailed to the address are its owner's."""
        await tx.accounts.save(applicant)
        await tx.sessions.end_all(applicant.id)
        await tx.links.supersede(applicant.id, LinkPurpose.MOVE)
        if before.picture is not None:
            await tx.jobs.add(RemovePicture(picture=before.picture))

    @transactional
    async def _send_again(self, tx: Transaction, address_key: str) -> None:
        held = await tx.accounts.lock_by_address(address_key)
        applicant = held.applicant
        if applicant is not None and applicant.state is AccountState.UNVERIFIED and held.owner is None:
            link = await self.links.issue(tx, applicant, LinkPurpose.VERIFY, email=applicant.email)
            await self._mail_holder(tx, held, link)

    async def _mail_holder(self, tx: Transaction, held: Holders, link: Link) -> None:
        """Mail a link to its locked address; to the owner, if it has one, that; if it is banned, nothing."""
        if await self.links.is_banned(tx, link.email):
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
        if account.verified_at is not None:  # else the old address may be another's
            await tx.jobs.add(MailMoveNotice(link=link.id))

    @transactional
    async def _mover(self, tx: Transaction, token: str) -> Account:
        return await self.links.peek(tx, token, LinkPurpose.MOVE, at=self.clock.now())

    @transactional
    async def _confirm_move(self, tx: Transaction, token: str, checked: Account) -> Account | None:
        """Move to the address that the link was sent to; who had signed up with it, and is erased."""
        now = self.clock.now()
        email = (await self.links.seek(tx, token, LinkPurpose.MOVE)).email
        held = await tx.accounts.lock_by_address(text.address_key(email))
        account = await self.links.redeem(tx, token, LinkPurpose.MOVE, at=now)
        if account.password_hash != checked.password_hash:
            raise WrongPassword
        if account.state is AccountState.SUSPENDED:
            raise AccountSuspended
        if held.belongs_to_another(account) or await self.links.is_banned(tx, email):
            raise LinkExpired
        other = held.applicant if held.applicant and held.applicant.id != account.id else None
        if other is not None:
            await self.erasure.erase(tx, other)
        await tx.links.supersede(account.id, LinkPurpose.RESET)
        moved = account.move(email, at=now, admin_key=self.policy.admin_key)
        await tx.accounts.save(moved)
        await self.audit.note_own(tx, AuditKind.EMAIL_CHANGED, moved.id)
        await self.audit.note_appointed(tx, moved, already=account.moderator)
        return other
