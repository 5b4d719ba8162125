"""The second step of signing in: setting it up, doing it, and turning it off."""

from collections.abc import Sequence
from dataclasses import dataclass

from wexstream.domain.model import second_step, throttling
from wexstream.domain.model.account import Account
from wexstream.domain.model.errors import SignInOutdated, TooMany, WrongCode
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.second_step import Halfway, SecondStep, require_begun, require_off, require_on
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
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import WayChange
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.second_step import AppCodes, HalfwayTickets, RecoveryCodes, Setup
from wexstream.ports.security import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondSteps:
    """Codes of apps, beside a password or another service. To change what guards an account takes a proof."""

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    ids: Ids
    app_codes: AppCodes
    recovery_codes: RecoveryCodes
    tickets: HalfwayTickets
    entrance: Entrance
    passwords: Passwords
    ways: WaysIn
    throttle: Throttle

    async def show(self, viewer: Viewer | None) -> views.SecondStep:
        """Tell whether the viewer's account has one. Raises NotSignedIn, AccountSuspended."""
        return await self.queries.second_step(require_unsuspended(viewer))

    async def begin(self, viewer: Viewer | None, *, password: str | None) -> Setup:
        """Begin to set one up: what the app has to be told. Begun again, the app before is told in vain.

        Raises NotSignedIn, AccountSuspended, EmailNotVerified, ProofRequired, WrongPassword, SecondStepOn,
        SecondStepRequired, TooMany.
        """
        known = require_active(viewer)
        await self.passwords.require_proof(known, password)
        return await self._begin(known)

    async def confirm(self, viewer: Viewer | None, code: str) -> Sequence[str]:
        """Turn it on by a code that the app shows; the codes to keep for when it is gone, told this once.

        Raises NotSignedIn, AccountSuspended, EmailNotVerified, SecondStepOn, SecondStepOff, WrongCode,
        SecondStepRequired, TooMany.
        """
        known = require_active(viewer)
        await require_rate(self.throttle, "code-own", known.account, throttling.CODE_PER_ACCOUNT)
        made = self.recovery_codes.make()
        await self._confirm(known, second_step.code(code), made)
        return made

    async def renew_codes(self, viewer: Viewer | None, *, password: str | None) -> Sequence[str]:
        """Have other codes to keep; those before work no more.

        Raises NotSignedIn, AccountSuspended, ProofRequired, WrongPassword, SecondStepOff,
        SecondStepRequired, TooMany.
        """
        known = require_unsuspended(viewer)
        await self.passwords.require_proof(known, password)
        made = self.recovery_codes.make()
        await self._renew_codes(known, made)
        return made

    async def turn_off(self, viewer: Viewer | None, *, password: str | None) -> None:
        """Have no second step any more.

        Raises NotSignedIn, AccountSuspended, ProofRequired, WrongPassword, SecondStepOff,
        SecondStepRequired, TooMany.
        """
        known = require_unsuspended(viewer)
        await self.passwords.require_proof(known, password)
        await self._turn_off(known)

    async def sign_in(
        self, ticket: str | None, code: str, *, device: str | None, origin: str
    ) -> tuple[Session, bool]:
        """Do the second step, by a code of the app or one of those kept; whether one wants to stay signed in.

        Raises SignInOutdated, TooMany, WrongCode, and SuspendedSignIn with a session of an hour.
        """
        await require_rate(self.throttle, "code-origin", origin, throttling.SIGN_IN_PER_ORIGIN)
        halfway = self.tickets.open(ticket) if ticket else None
        if halfway is None:
            raise SignInOutdated
        read = second_step.code(code)
        await self._require_tries(halfway, of_app=second_step.is_of_app(read))
        opened = await self._enter(halfway, read, device)
        return self.entrance.let_in(opened), halfway.stay

    async def _require_tries(self, halfway: Halfway, *, of_app: bool) -> None:
        """Let through who has guessed seldom, by a ticket, of an account. Raises SignInOutdated, TooMany."""
        try:
            await require_rate(self.throttle, "code-ticket", halfway.id, throttling.CODE_PER_TICKET)
        except TooMany as error:
            raise SignInOutdated from error
        if of_app:
            await require_rate(self.throttle, "code", halfway.account, throttling.CODE_PER_ACCOUNT)
        else:
            await require_rate(self.throttle, "kept-code", halfway.account, throttling.KEPT_CODE_PER_ACCOUNT)

    @transactional
    async def _begin(self, tx: Transaction, viewer: Viewer) -> Setup:
        account = require_active_account(await lock_self(tx, viewer))
        require_off(await tx.second_steps.of(account.id))
        require_both_steps(viewer, has_second=bool(await tx.passkeys.of(account.id)))
        secret = self.app_codes.make(account.id)
        begun = SecondStep(account=account.id, secret=secret, begun_at=self.clock.now())
        await tx.second_steps.save(begun)
        return self.app_codes.setup(secret, account.id, email=account.email)

    @transactional
    async def _confirm(self, tx: Transaction, viewer: Viewer, code: str, made: Sequence[str]) -> None:
        account = require_active_account(await lock_self(tx, viewer))
        begun = require_begun(await tx.second_steps.of(account.id))
        require_both_steps(viewer, has_second=bool(await tx.passkeys.of(account.id)))
        await tx.second_steps.save(begun.confirm(self._step_of(code, begun), at=self.clock.now()))
        await tx.sessions.end_all(account.id, but=viewer.session)  # who knew the password may be in one
        await tx.links.supersede(account.id, LinkPurpose.MOVE)  # or has asked for one, which takes no second
        await self._keep(tx, account, made)
        await self.ways.tell(tx, account.id, WayChange.SECOND_STEP_ON, by=account.id)

    @transactional
    async def _renew_codes(self, tx: Transaction, viewer: Viewer, made: Sequence[str]) -> None:
        account = await lock_self(tx, viewer)
        require_on(await tx.second_steps.of(account.id))
        require_both_steps(viewer, has_second=True)
        await self._keep(tx, account, made)
        await self.ways.tell(tx, account.id, WayChange.CODES_RENEWED, by=account.id)

    @transactional
    async def _turn_off(self, tx: Transaction, viewer: Viewer) -> None:
        account = await lock_self(tx, viewer)
        require_on(await tx.second_steps.of(account.id))
        require_both_steps(viewer, has_second=True)
        await tx.second_steps.remove(account.id)
        await self.ways.tell(tx, account.id, WayChange.SECOND_STEP_OFF, by=account.id)

    @transactional
    async def _enter(self, tx: Transaction, halfway: Halfway, code: str, device: str | None) -> Opened:
        """Open a session for who has done both steps, with a ticket that is used up by it."""
        found = (await tx.accounts.lock([halfway.account])).get(halfway.account)
        account = halfway.require(found, at=self.clock.now())
        known = await tx.second_steps.of(account.id)
        if known is None or not known.on:  # turned off meanwhile, elsewhere
            raise SignInOutdated
        if second_step.is_of_app(code):
            await tx.second_steps.save(known.take(self._step_of(code, known)))
        elif not await tx.second_steps.use_code(account.id, self.recovery_codes.digest(code, account.id)):
            raise WrongCode
        if not await tx.tickets.use(halfway.id, until=halfway.expires_at):
            raise SignInOutdated
        way = halfway.way
        return await self.entrance.open(tx, account, way, stay=halfway.stay, device=device, two_steps=True)

    def _step_of(self, code: str, known: SecondStep) -> int | None:
        return self.app_codes.step_of(code, known.secret, known.account, at=self.clock.now())

    async def _keep(self, tx: Transaction, account: Account, made: Sequence[str]) -> None:
        digests = [self.recovery_codes.digest(second_step.code(one), account.id) for one in made]
        await tx.second_steps.keep_codes(account.id, digests)
