"""Passkeys: adding, removing, and signing in by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from wexstream.domain.model import throttling
from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import Way
from wexstream.domain.model.errors import NotFound, PasskeyRefused, SignInOutdated
from wexstream.domain.model.ids import AccountId, PasskeyId, TicketId
from wexstream.domain.model.passkey import (
    CHALLENGE_LASTS,
    Challenge,
    Made,
    Passkey,
    Purpose,
    Signed,
    added,
    passkey_name,
    require_room,
    require_way_in,
)
from wexstream.domain.model.session import Session
from wexstream.domain.model.visibility import (
    Viewer,
    require_active,
    require_both_steps,
    require_unsuspended,
)
from wexstream.domain.usecases.encounters import lock_self, require_active_account
from wexstream.domain.usecases.entrance import Entrance, Opened
from wexstream.domain.usecases.passwords import Passwords
from wexstream.domain.usecases.throttling import require_rate
from wexstream.domain.usecases.transactions import transactional
from wexstream.domain.usecases.ways_in import WaysIn
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.identity import IdentityProviders
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import WayChange
from wexstream.ports.passkeys import Assertion, Attestation, Authenticators, ChallengeTickets
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.security import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a browser is asked to have signed, and the ticket that it has to show with the answer."""

    challenge: bytes
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """The same, to make a passkey for an account, whose devices have these already."""

    asked: Asked
    account: Account
    known: Sequence[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkeys:
    """Signing in by what one has and is known by to it: two steps in one."""

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    ids: Ids
    authenticators: Authenticators
    tickets: ChallengeTickets
    entrance: Entrance
    passwords: Passwords
    ways: WaysIn
    providers: IdentityProviders
    throttle: Throttle

    async def list(self, viewer: Viewer | None) -> list[views.Passkey]:
        """List the viewer's. Raises NotSignedIn, AccountSuspended."""
        return await self.queries.passkeys(require_unsuspended(viewer))

    async def begin_adding(self, viewer: Viewer | None, *, password: str | None) -> Invited:
        """Begin to add one.

        Raises NotSignedIn, AccountSuspended, EmailNotVerified, ProofRequired, WrongPassword, PasskeysFull,
        SecondStepRequired, TooMany.
        """
        known = require_active(viewer)
        await require_rate(self.throttle, "passkey-added", known.account, throttling.PASSKEY_PER_ACCOUNT)
        await self.passwords.require_proof(known, password)
        account, own = await self._own(known)
        require_room(own)
        asked = self._ask(Purpose.ADD, account.id)
        return Invited(asked=asked, account=account, known=[one.credential for one in own])

    async def add(
        self, viewer: Viewer | None, ticket: str | None, attestation: Attestation, *, name: str
    ) -> views.Passkey:
        """Add the one that a device has made.

        Raises NotSignedIn, AccountSuspended, EmailNotVerified, Invalid, SignInOutdated, PasskeyRefused,
        PasskeyKnown, PasskeysFull, SecondStepRequired.
        """
        known, called = require_active(viewer), passkey_name(name)
        challenge = self._answered(ticket, Purpose.ADD, known.account)
        made = self.authenticators.made(attestation, challenge.value)
        one = await self._add(known, challenge, made, called)
        return views.Passkey(id=one.id, name=one.name, created_at=one.created_at, used_at=one.used_at)

    async def remove(self, viewer: Viewer | None, passkey: PasskeyId, *, password: str | None) -> None:
        """Remove one of the viewer's.

        Raises NotSignedIn, AccountSuspended, NotFound, SecondStepRequired, ProofRequired, WrongPassword,
        LastWayIn, TooMany.
        """
        known = require_unsuspended(viewer)
        _, own = await self._own(known)
        if all(one.id != passkey for one in own):
            raise NotFound
        await self.passwords.require_proof(known, password)
        await self._remove(known, passkey)

    async def begin(self, *, origin: str) -> Asked:
        """Begin to sign in by one, whosever that is. Raises TooMany."""
        await require_rate(self.throttle, "passkey-asked", origin, throttling.CHALLENGE_PER_ORIGIN)
        return self._ask(Purpose.SIGN_IN)

    async def sign_in(
        self, ticket: str | None, assertion: Assertion, *, stay: bool, device: str | None, origin: str
    ) -> Session:
        """Sign in whose passkey has signed.

        Raises TooMany, SignInOutdated, PasskeyRefused, and SuspendedSignIn with a session of an hour.
        """
        await require_rate(self.throttle, "passkey-origin", origin, throttling.SIGN_IN_PER_ORIGIN)
        challenge = self._answered(ticket, Purpose.SIGN_IN, None)
        known = await self._find(assertion.credential)
        if known is None:
            raise PasskeyRefused
        signed = self.authenticators.signed(assertion, challenge.value, public_key=known.public_key)
        return self.entrance.let_in(await self._enter(known, challenge, signed, stay=stay, device=device))

    def _ask(self, purpose: Purpose, account: AccountId | None = None) -> Asked:
        challenge = Challenge(
            id=TicketId(self.ids.new()),
            purpose=purpose,
            value=self.authenticators.challenge(),
            expires_at=self.clock.now() + CHALLENGE_LASTS,
            account=account,
        )
        return Asked(challenge=challenge.value, ticket=self.tickets.seal(challenge))

    def _answered(self, ticket: str | None, purpose: Purpose, account: AccountId | None) -> Challenge:
        """Find what was asked of a browser. Raises SignInOutdated."""
        challenge = self.tickets.open(ticket) if ticket else None
        if challenge is None:
            raise SignInOutdated
        challenge.require(purpose, account, at=self.clock.now())
        return challenge

    @transactional
    async def _own(self, tx: Transaction, viewer: Viewer) -> tuple[Account, Sequence[Passkey]]:
        account = await lock_self(tx, viewer)
        own = await tx.passkeys.of(account.id)
        await _require_both_steps(tx, viewer, own)
        return account, own

    @transactional
    async def _find(self, tx: Transaction, credential: bytes) -> Passkey | None:
        return await tx.passkeys.find(credential)

    @transactional
    async def _add(
        self, tx: Transaction, viewer: Viewer, challenge: Challenge, made: Made, called: str
    ) -> Passkey:
        account = require_active_account(await lock_self(tx, viewer))
        own = await tx.passkeys.of(account.id)
        await _require_both_steps(tx, viewer, own)
        await self._use_up(tx, challenge)
        require_room(own)
        passkey = added(account, made, PasskeyId(self.ids.new()), called=called, at=self.clock.now())
        await tx.passkeys.add(passkey)
        await self.ways.tell(tx, account.id, WayChange.PASSKEY_ADDED, by=account.id)
        return passkey

    @transactional
    async def _remove(self, tx: Transaction, viewer: Viewer, passkey: PasskeyId) -> None:
        account = await lock_self(tx, viewer)
        own = await tx.passkeys.of(account.id)
        left = [one for one in own if one.id != passkey]
        if len(left) == len(own):
            raise NotFound
        offered = {one.issuer for one in self.providers.values()}
        require_way_in(account, await tx.identities.of(account.id), left, offered=offered)
        await tx.passkeys.remove(passkey)
        await self.ways.tell(tx, account.id, WayChange.PASSKEY_REMOVED, by=account.id)

    @transactional
    async def _enter(
        self,
        tx: Transaction,
        found: Passkey,
        challenge: Challenge,
        signed: Signed,
        *,
        stay: bool,
        device: str | None,
    ) -> Opened:
        """Open a session by a passkey, unless it was removed since it was found."""
        account = (await tx.accounts.lock([found.account])).get(found.account)
        known = await tx.passkeys.find(found.credential)
        if account is None or known is None or known.id != found.id:
            raise PasskeyRefused
        await self._use_up(tx, challenge)
        await tx.passkeys.save(known.use(signed, at=self.clock.now()))
        return await self.entrance.open(tx, account, Way.PASSKEY, stay=stay, device=device, two_steps=True)

    async def _use_up(self, tx: Transaction, challenge: Challenge) -> None:
        """Have a challenge be good no more. Raises SignInOutdated where it was used."""
        if not await tx.tickets.use(challenge.id, until=challenge.expires_at):
            raise SignInOutdated


async def _require_both_steps(tx: Transaction, viewer: Viewer, own: Sequence[Passkey]) -> None:
    """Hold back whom the own passkeys, or the app, hold back. Raises SecondStepRequired."""
    app = await tx.second_steps.of(viewer.account)
    require_both_steps(viewer, has_second=bool(own) or (app is not None and app.on))
