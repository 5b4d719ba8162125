"""Signing in by other services, and linking accounts with them."""

from dataclasses import dataclass, replace

from wexstream.domain.model import account as accounts
from wexstream.domain.model import text, throttling
from wexstream.domain.model.account import Account, AccountState, Consent, Language
from wexstream.domain.model.audit import Details, Way
from wexstream.domain.model.errors import (
    AddressBarred,
    ConsentRequired,
    IdentityTaken,
    NotFound,
    SignInDeclined,
    SignInFailed,
    SignInOutdated,
)
from wexstream.domain.model.identity import (
    ATTEMPT_LASTS,
    Attempt,
    Provider,
    Vouched,
    provider_named,
    require_joinable,
    require_linkable,
    service_name,
)
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.passkey import require_way_in
from wexstream.domain.model.session import Session
from wexstream.domain.model.visibility import Viewer, require_active, require_unsuspended
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.encounters import lock_self, require_active_account
from wexstream.domain.usecases.entrance import Entrance, Entry
from wexstream.domain.usecases.erasure import Erasure
from wexstream.domain.usecases.links import Links
from wexstream.domain.usecases.passwords import Passwords
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.throttling import require_rate
from wexstream.domain.usecases.transactions import transactional
from wexstream.domain.usecases.ways_in import WaysIn
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.identity import Answer, Attempts, IdentityProvider, IdentityProviders
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import WayChange
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.security import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants who is sent to a provider; ``target`` is a path of our own, where he goes on."""

    target: str = "/"
    stay: bool = False
    terms_version: str | None = None
    language: Language | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where the browser is to go, and the ticket that it has to show when it is back."""

    address: str
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Who somebody is by the word of a provider; believed only after all that shows it was checked."""

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    ids: Ids
    providers: IdentityProviders
    attempts: Attempts
    passwords: Passwords
    entrance: Entrance
    links: Links
    erasure: Erasure
    audit: Audit
    ways: WaysIn
    throttle: Throttle
    policy: Policy
    public_url: str

    async def begin(self, provider: Provider, wish: Wish, *, origin: str) -> Departure:
        """Send somebody away to sign in. Raises NotFound, TooMany, Invalid, ProviderUnavailable."""
        self._offered(provider)
        await require_rate(self.throttle, "attempt", origin, throttling.ATTEMPT_PER_ORIGIN)
        accounts.time_zone(wish.time_zone)
        return await self._depart(self._attempt(provider, wish))

    async def begin_linking(
        self, viewer: Viewer | None, name: str, *, password: str | None, target: str
    ) -> Departure:
        """Send the viewer away to link an identity with the own account.

        Raises NotSignedIn, AccountSuspended, EmailNotVerified, NotFound, ProviderUnavailable, TooMany;
        ProofRequired without a password or a sign-in of the last minutes, WrongPassword.
        """
        known = require_active(viewer)
        provider = provider_named(name)
        self._offered(provider)
        await require_rate(self.throttle, "attempt", known.account, throttling.ATTEMPT_PER_ORIGIN)
        await self.passwords.require_proof(known, password)
        attempt = self._attempt(provider, Wish(target=target))
        return await self._depart(replace(attempt, links=known.account))

    def attempted(self, provider: Provider, ticket: str | None, answer: Answer) -> Attempt:
        """Find the attempt that an answer belongs to. Raises SignInOutdated."""
        attempt = self.attempts.open(ticket) if ticket else None
        if attempt is None:
            raise SignInOutdated
        attempt.require(provider, answer.state, at=self.clock.now())
        return attempt

    async def sign_in(self, attempt: Attempt, answer: Answer, *, device: str | None, origin: str) -> Session:
        """Sign in who comes back, to the account that this is, joins, or becomes.

        Raises NotFound, TooMany, SignInDeclined, SignInFailed, ProviderUnavailable, AddressNotVouched,
        AddressBarred, ConsentRequired, IdentityDiffers, AccountSuspended, HalfwayIn where the account has a
        second step, and SuspendedSignIn with a session of an hour.
        """
        vouched = await self._redeem(attempt, answer, who=origin)
        try:
            entry, erased = await self._enter(attempt, vouched, device)
        except IdentityTaken:  # a moment ago, by another window: by now it is known whose it is
            entry, erased = await self._enter(attempt, vouched, device)
        if erased is not None:
            await self.erasure.forget(erased)
        return self.entrance.let_in(entry)

    async def link(self, viewer: Viewer | None, attempt: Attempt, answer: Answer) -> None:
        """Link who comes back with the account that he left from; linked already, nothing changes.

        Raises NotSignedIn, AccountSuspended, EmailNotVerified, NotFound, TooMany, SignInOutdated for another
        account than that, SignInDeclined, SignInFailed, ProviderUnavailable, IdentityTaken, IdentityDiffers.
        """
        known = require_active(viewer)
        if attempt.links != known.account:
            raise SignInOutdated
        await self._link(known, await self._redeem(attempt, answer, who=known.account))

    async def list(self, viewer: Viewer | None) -> list[views.Identity]:
        """List who the viewer is at other services. Raises NotSignedIn, AccountSuspended."""
        return await self.queries.identities(require_unsuspended(viewer))

    async def unlink(self, viewer: Viewer | None, name: str, *, password: str | None) -> None:
        """Have no identity at a provider any more.

        Raises NotSignedIn, AccountSuspended, NotFound where there is none, ProofRequired, WrongPassword,
        LastWayIn, TooMany.
        """
        known, provider = require_unsuspended(viewer), provider_named(name)
        if all(one.provider is not provider for one in await self.queries.identities(known)):
            raise NotFound
        await self.passwords.require_proof(known, password)
        await self._unlink(known, provider)

    @transactional
    async def _unlink(self, tx: Transaction, viewer: Viewer, provider: Provider) -> None:
        account = await lock_self(tx, viewer)
        own = await tx.identities.of(account.id)
        lost = [one for one in own if one.provider is provider]
        if not lost:
            raise NotFound
        left = [one for one in own if one.provider is not provider]
        offered = {one.issuer for one in self.providers.values()}
        require_way_in(account, left, await tx.passkeys.of(account.id), offered=offered)
        await tx.identities.remove(account.id, provider)
        await self._tell(tx, account, WayChange.SERVICE_UNLINKED, provider, lost[-1].issuer)

    def _offered(self, provider: Provider) -> IdentityProvider:
        found = self.providers.get(provider)
        if found is None:
            raise NotFound
        return found

    def _called(self, provider: Provider, issuer: str) -> str:
        """Name a service as people are offered it; or as it was, where it is not offered any more."""
        offered = self.providers.get(provider)
        if offered is None or offered.issuer != issuer:
            return service_name(provider, issuer)
        return offered.name

    def _attempt(self, provider: Provider, wish: Wish) -> Attempt:
        return Attempt(
            provider=provider,
            state=self.attempts.secret(),
            nonce=self.attempts.secret(),
            verifier=self.attempts.secret(),
            expires_at=self.clock.now() + ATTEMPT_LASTS,
            target=wish.target,
            stay=wish.stay,
            terms_version=wish.terms_version,
            language=wish.language,
            time_zone=wish.time_zone,
        )

    async def _depart(self, attempt: Attempt) -> Departure:
        provider = self._offered(attempt.provider)
        address = await provider.address(attempt, callback=self._callback(attempt.provider))
        return Departure(address=address, ticket=self.attempts.seal(attempt))

    def _callback(self, provider: Provider) -> str:
        return f"{self.public_url}/api/auth/{provider}/callback"

    async def _redeem(self, attempt: Attempt, answer: Answer, *, who: object) -> Vouched:
        provider = self._offered(attempt.provider)
        await require_rate(self.throttle, "attempt-redeemed", who, throttling.ATTEMPT_PER_ORIGIN)
        if answer.error is not None:
            raise SignInDeclined if answer.error == "access_denied" else SignInFailed
        return await provider.redeem(answer, attempt, callback=self._callback(attempt.provider))

    @transactional
    async def _enter(
        self, tx: Transaction, attempt: Attempt, vouched: Vouched, device: str | None
    ) -> tuple[Entry, Account | None]:
        """Let in whom a provider vouches for; and who had signed up with his address, erased."""
        account, erased = await self._known(tx, vouched), None
        if account is None:
            account, erased = await self._join(tx, attempt, vouched)
        way = Way(attempt.provider)
        entry = await self.entrance.enter(tx, account, way, stay=attempt.stay, device=device)
        return entry, erased

    async def _known(self, tx: Transaction, vouched: Vouched) -> Account | None:
        """Lock the account that somebody at a provider is here; its address there does not matter."""
        identity = await tx.identities.find(vouched.issuer, vouched.subject)
        if identity is None:
            return None
        account = (await tx.accounts.lock([identity.account])).get(identity.account)
        again = await tx.identities.find(vouched.issuer, vouched.subject)
        return account if again is not None and again.account == identity.account else None

    async def _join(
        self, tx: Transaction, attempt: Attempt, vouched: Vouched
    ) -> tuple[Account, Account | None]:
        """Link who was unknown with the account of his address, or with a new one."""
        email = vouched.address()
        held = await tx.accounts.lock_by_address(text.address_key(email))
        known = await self._known(tx, vouched)  # another window may have been faster
        if known is not None:
            return known, None
        own = await tx.identities.of(held.owner.id) if held.owner else ()
        require_joinable(held, vouched, own)
        if held.owner is not None:
            if held.owner.state is not AccountState.SUSPENDED:  # who may only leave takes nothing on
                await self._add(tx, held.owner, vouched)
            return held.owner, None
        if await self.links.is_banned(tx, email):
            raise AddressBarred
        new = self._newcomer(attempt, vouched, email)
        if held.applicant is not None:
            await self.erasure.erase(tx, held.applicant)
        await tx.accounts.add(new)
        await self.audit.note_appointed(tx, new, already=False)
        await tx.identities.add(vouched.linked_to(new.id, at=self.clock.now()))
        return new, held.applicant

    def _newcomer(self, attempt: Attempt, vouched: Vouched, email: str) -> Account:
        now, terms = self.clock.now(), self.policy.terms_version
        if attempt.terms_version != terms:
            raise ConsentRequired
        return Account(
            id=AccountId(self.ids.new()),
            state=AccountState.UNVERIFIED,
            full_name=vouched.name(),
            email=email,
            password_hash=None,
            consent=Consent(terms_version=terms, accepted_at=now),
            created_at=now,
            language=attempt.language or self.policy.default_language,
            time_zone=attempt.time_zone,
        ).verify(at=now, admin_key=self.policy.admin_key)

    @transactional
    async def _link(self, tx: Transaction, viewer: Viewer, vouched: Vouched) -> None:
        account = require_active_account((await tx.accounts.lock([viewer.account])).get(viewer.account))
        known = await tx.identities.find(vouched.issuer, vouched.subject)
        if require_linkable(account, vouched, known, await tx.identities.of(account.id)):
            await self._add(tx, account, vouched)

    async def _add(self, tx: Transaction, account: Account, vouched: Vouched) -> None:
        """Give an account another way in, and tell its owner."""
        await tx.identities.add(vouched.linked_to(account.id, at=self.clock.now()))
        await self._tell(tx, account, WayChange.SERVICE_LINKED, vouched.provider, vouched.issuer)

    async def _tell(
        self, tx: Transaction, account: Account, change: WayChange, provider: Provider, issuer: str
    ) -> None:
        details, service = Details(way=Way(provider)), self._called(provider, issuer)
        await self.ways.tell(tx, account.id, change, by=account.id, details=details, service=service)
