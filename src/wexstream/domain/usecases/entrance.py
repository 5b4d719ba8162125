"""How sessions are opened: at once, or after a second step."""

from dataclasses import dataclass
from typing import TypeAlias

from wexstream.domain.model import second_step
from wexstream.domain.model import session as sessions
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.audit import Way
from wexstream.domain.model.errors import AccountSuspended, SecondStepWanted
from wexstream.domain.model.ids import SessionId, TicketId
from wexstream.domain.model.second_step import Halfway
from wexstream.domain.model.session import Session
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.suspensions import Suspensions
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.persistence import Transaction
from wexstream.ports.second_step import HalfwayTickets


class SuspendedSignIn(AccountSuspended):
    """Who signs in showed who it is, and the account is suspended: the session is good for leaving alone."""

    def __init__(self, session: Session) -> None:
        """Carry the session by which one may take one's data along and erase the account."""
        super().__init__()
        self.session = session


class HalfwayIn(SecondStepWanted):
    """The first step is done."""

    def __init__(self, ticket: str) -> None:
        """Carry the ticket by which the second is done."""
        super().__init__()
        self.ticket = ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session, and the account as it is now."""

    session: Session
    account: Account


Entry: TypeAlias = Opened | Halfway


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """Opens sessions of accounts that are locked, for who showed that they are his."""

    clock: Clock
    ids: Ids
    tickets: HalfwayTickets
    suspensions: Suspensions
    audit: Audit
    policy: Policy

    async def enter(
        self, tx: Transaction, account: Account, way: Way, *, stay: bool, device: str | None
    ) -> Entry:
        """Open a session for who showed one thing; where the account has a second step, that comes first."""
        known = await tx.second_steps.of(account.id)
        if known is not None and known.on:
            name = TicketId(self.ids.new())
            return second_step.halfway(account, name, way, stay=stay, at=self.clock.now())
        return await self.open(tx, account, way, stay=stay, device=device)

    async def open(
        self,
        tx: Transaction,
        account: Account,
        way: Way,
        *,
        stay: bool,
        device: str | None,
        two_steps: bool = False,
    ) -> Opened:
        """Open a session; a suspension whose time is over ends here, whoever else has not noticed yet."""
        now = self.clock.now()
        account = await self.suspensions.let_in_if_due(tx, account, at=now)
        session = sessions.begun(
            account,
            SessionId(self.ids.new()),
            at=now,
            stay=stay,
            usual=self.policy.session_lasts,
            client=device,
            two_steps=two_steps,
        )
        await tx.sessions.add(session)
        await self.audit.note_signed_in(tx, account, way)
        return Opened(session=session, account=account)

    def let_in(self, entry: Entry) -> Session:
        """Let in who has entered. Raises HalfwayIn, and SuspendedSignIn with a session of an hour."""
        if isinstance(entry, Halfway):
            raise HalfwayIn(self.tickets.seal(entry))
        if entry.account.state is AccountState.SUSPENDED:
            raise SuspendedSignIn(entry.session)
        return entry.session
