"""Signing in and out, and knowing who asks."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model import session as sessions
from wexstream.domain.model import text, throttling
from wexstream.domain.model.account import Account, Holders
from wexstream.domain.model.audit import AuditKind, Way
from wexstream.domain.model.errors import NotFound, TooMany, WrongCredentials
from wexstream.domain.model.ids import AccountId, DeviceId, SessionId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.session import Session
from wexstream.domain.model.visibility import Viewer, held_to_steps, require_signed_in, require_unsuspended
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.encounters import lock_self
from wexstream.domain.usecases.entrance import Entrance, Entry
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.throttling import Guesses, require_rate
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.security import (
    DeviceTokens,
    Passwords,
    SessionClaim,
    SessionTokens,
    Throttle,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Who asks, and whether that should be noted as the session's last use."""

    viewer: Viewer
    to_be_noted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Where accounts are signed in."""

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    ids: Ids
    passwords: Passwords
    tokens: SessionTokens
    audit: Audit
    devices: DeviceTokens
    throttle: Throttle
    entrance: Entrance
    policy: Policy

    async def sign_in(
        self,
        *,
        email: str,
        password: str,
        stay: bool,
        device: str | None,
        origin: str,
        known_by: str | None = None,
    ) -> Session:
        """Sign in by address and password, from a network address, showing a device's token if there is one.

        Raises Invalid, WrongCredentials, TooMany, HalfwayIn where the account has a second step, and
        SuspendedSignIn with a session of an hour.
        """
        key = text.address_key(text.email_address(email))
        await require_rate(self.throttle, "sign-in-origin", origin, throttling.SIGN_IN_PER_ORIGIN)
        held = await self._find(key)
        guesses = self._guesses(held, key, origin, known_by)
        await self._begin(guesses, key)
        known, verdict = await self._known(held, password)
        if known is held.owner:
            await guesses.forgive()
        else:  # anybody may sign up with any address: forgiven, he could guess on, or find an owner
            await guesses.pass_over()
        renewed = await self.passwords.hash(password) if verdict is Verdict.OUTDATED else None
        return self.entrance.let_in(await self._enter(known, renewed, stay=stay, device=device))

    async def device_token(self, account: AccountId) -> str | None:
        """Make the token of a device where an account has shown who it is; None for an unverified one."""
        found = await self._find_account(account)
        if found is None or found.verified_at is None or found.password_hash is None:
            return None
        device = DeviceId(self.ids.new())
        return self.devices.token(device, found.id, password_hash=found.password_hash)

    async def recognise(self, token: str) -> Recognised | None:
        """Tell who shows a token; None when the token or its session does not stand."""
        now = self.clock.now()
        claim = self.tokens.read(token, at=now)
        if claim is None:
            return None
        found = await self.queries.viewer(claim.account, claim.session, at=now)
        if found is None:
            return None
        viewer, seen_at = found
        held = held_to_steps(viewer, moderators_two_steps=self.policy.moderators_two_steps)
        return Recognised(viewer=held, to_be_noted=now >= seen_at + sessions.SEEN_EVERY)

    def token(self, session: Session) -> str:
        """Make the token by which a client shows a session."""
        claim = SessionClaim(account=session.account, session=session.id)
        return self.tokens.issue(claim, expires_at=session.expires_at)

    @transactional
    async def note(self, tx: Transaction, viewer: Viewer) -> None:
        """Note that a session is used."""
        await tx.sessions.seen(viewer.session, at=self.clock.now())

    async def list(self, viewer: Viewer | None, part: Slice[datetime]) -> Page[views.Session, datetime]:
        """List where the viewer is signed in. Raises NotSignedIn, AccountSuspended."""
        known = require_unsuspended(viewer)
        return await self.queries.sessions(known, part, at=self.clock.now())

    @transactional
    async def sign_out(self, tx: Transaction, viewer: Viewer | None) -> None:
        """End this session, and leave the rooms that are open in it. Raises NotSignedIn."""
        known = require_signed_in(viewer)
        await tx.sessions.end(known.account, known.session)
        for room in await tx.conferences.lock_rooms_of(known.account):
            presence = await tx.presences.of(room.id, known.account)
            if presence is not None and presence.session == known.session:
                await tx.presences.end(room.id, [known.account], at=self.clock.now())

    @transactional
    async def end(self, tx: Transaction, viewer: Viewer | None, session: SessionId) -> None:
        """End one session of the viewer's. Raises NotSignedIn, AccountSuspended, NotFound."""
        known = require_unsuspended(viewer)
        await lock_self(tx, known)
        if not await tx.sessions.end(known.account, session):
            raise NotFound
        await self.audit.note_own(tx, AuditKind.SESSION_ENDED, known.account)

    @transactional
    async def end_others(self, tx: Transaction, viewer: Viewer | None) -> None:
        """End all sessions of the viewer's but this one. Raises NotSignedIn, AccountSuspended."""
        known = require_unsuspended(viewer)
        await lock_self(tx, known)
        await tx.sessions.end_all(known.account, but=known.session)
        await self.audit.note_own(tx, AuditKind.SESSIONS_ENDED, known.account)

    async def _begin(self, guesses: Guesses, address_key: str) -> None:
        """Begin a try, unless there were too many; else note that, now and then. Raises TooMany."""
        try:
            await guesses.begin()
        except TooMany:
            if await self._is_to_be_noted(address_key):
                await self._note_refused(address_key)
            raise

    async def _is_to_be_noted(self, address_key: str) -> bool:
        """Tell whether a refusal is worth an entry: each address now and then, and not too many of all."""
        once, most = throttling.REFUSAL_NOTED_PER_ADDRESS, throttling.REFUSALS_NOTED_ALTOGETHER
        if await self.throttle.take(f"sign-in-refused:{address_key}", once) is not None:
            return False
        return await self.throttle.take("sign-ins-refused:", most) is None

    @transactional
    async def _note_refused(self, tx: Transaction, address_key: str) -> None:
        """Note it of nobody too, so that how long it takes does not tell whether somebody has the address."""
        somebody = (await tx.accounts.find_by_address(address_key)).somebody
        held = await tx.accounts.hold([somebody.id] if somebody else [])
        await self.audit.note(tx, AuditKind.SIGN_IN_REFUSED, about=next(iter(held), None))

    def _guesses(self, held: Holders, address_key: str, origin: str, known_by: str | None) -> Guesses:
        """Count wrong tries by where they come from, and all together; those from a known device apart.

        So whoever guesses from many places is slowed down, and the owner, where he was signed in before, is
        not. Who has only signed up with the address is nobody to be known: anybody may.
        """
        device = self._device(held.owner, known_by)
        if device is not None:
            return Guesses(
                throttle=self.throttle, counted_by=[("sign-in-device", device, throttling.GUESS_PER_DEVICE)]
            )
        return Guesses(
            throttle=self.throttle,
            counted_by=[
                ("sign-in", f"{address_key} {origin}", throttling.GUESS_PER_ORIGIN),
                ("sign-in-altogether", address_key, throttling.GUESS_ALTOGETHER),
            ],
        )

    def _device(self, owner: Account | None, known_by: str | None) -> DeviceId | None:
        if owner is None or owner.password_hash is None or known_by is None:
            return None
        return self.devices.read(known_by, owner.id, password_hash=owner.password_hash)

    async def _known(self, held: Holders, password: str) -> tuple[Account, Verdict]:
        """Find who of them has this password; nobody takes as long. Raises WrongCredentials."""
        for account in (held.owner, held.applicant):
            verdict = await self.passwords.check(password, account.password_hash if account else None)
            if account is not None and verdict is not Verdict.WRONG:
                return account, verdict
        raise WrongCredentials

    @transactional
    async def _find(self, tx: Transaction, address_key: str) -> Holders:
        return await tx.accounts.find_by_address(address_key)

    @transactional
    async def _find_account(self, tx: Transaction, account: AccountId) -> Account | None:
        return await tx.accounts.find(account)

    @transactional
    async def _enter(
        self, tx: Transaction, known: Account, renewed: str | None, *, stay: bool, device: str | None
    ) -> Entry:
        """Let in who knows the password, unless the account or its password has changed since the check."""
        account = (await tx.accounts.lock([known.id])).get(known.id)
        if account is None or account.password_hash != known.password_hash:
            raise WrongCredentials
        if renewed is not None:
            account = account.with_password(renewed)
            await tx.accounts.save(account)
        return await self.entrance.enter(tx, account, Way.PASSWORD, stay=stay, device=device)
