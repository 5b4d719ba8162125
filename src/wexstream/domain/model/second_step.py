"""The second step of signing in: the code of an app (RFC 6238), or one that is kept for when that is gone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from unicodedata import decimal

from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import Way
from wexstream.domain.model.errors import SecondStepOff, SecondStepOn, SignInOutdated, WrongCode
from wexstream.domain.model.ids import AccountId, TicketId

CODE_LENGTH = 6
CODE_LONGEST = 40
RECOVERY_CODES = 10
HALFWAY_LASTS = timedelta(minutes=5)
SETTING_UP_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondStep:
    """The app of an account: ``secret`` is what the two share, sealed. It counts once a code of it was shown.

    ``last_step`` is the time step (RFC 6238, 4.2) of the last code that was taken.
    """

    account: AccountId
    secret: bytes
    begun_at: datetime
    confirmed_at: datetime | None = None
    last_step: int | None = None

    @property
    def on(self) -> bool:
        """Whether signing in takes it."""
        return self.confirmed_at is not None

    def confirm(self, step: int | None, *, at: datetime) -> "SecondStep":
        """Turn it on, by the time step that a code is of. Raises SecondStepOn, SecondStepOff, WrongCode."""
        if self.on:
            raise SecondStepOn
        if at >= self.begun_at + SETTING_UP_LASTS:
            raise SecondStepOff
        return replace(self.take(step), confirmed_at=at)

    def take(self, step: int | None) -> "SecondStep":
        """Take a code by its time step; none is taken twice, nor an older one after it. Raises WrongCode."""
        if step is None or (self.last_step is not None and step <= self.last_step):
            raise WrongCode
        return replace(self, last_step=step)


def require_off(known: SecondStep | None) -> None:
    """Let through an account that has no second step yet. Raises SecondStepOn."""
    if known is not None and known.on:
        raise SecondStepOn


def require_on(known: SecondStep | None) -> SecondStep:
    """Let through an account that has one. Raises SecondStepOff."""
    if known is None or not known.on:
        raise SecondStepOff
    return known


def require_begun(known: SecondStep | None) -> SecondStep:
    """Let through an account that is setting one up, or has done so. Raises SecondStepOff."""
    if known is None:
        raise SecondStepOff
    return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Halfway:
    """That somebody has done the first step of signing in, in some way, and has to do the second in time.

    ``password`` tells the account's password from any other: once that is changed, this is good for nothing.
    """

    id: TicketId
    account: AccountId
    way: Way
    password: str
    stay: bool
    expires_at: datetime

    def require(self, account: Account | None, *, at: datetime) -> Account:
        """Let through the account that it is of, in time. Raises SignInOutdated."""
        if account is None or at >= self.expires_at or fingerprint(account) != self.password:
            raise SignInOutdated
        return account


def halfway(account: Account, name: TicketId, way: Way, *, stay: bool, at: datetime) -> Halfway:
    """Note that the first step is done."""
    return Halfway(
        id=name,
        account=account.id,
        way=way,
        password=fingerprint(account),
        stay=stay,
        expires_at=at + HALFWAY_LASTS,
    )


def fingerprint(account: Account) -> str:
    """Tell the account's password from any other; nothing else can be learnt by it."""
    return sha256((account.password_hash or "").encode()).hexdigest()[:32]


def code(value: str) -> str:
    """Read a code as it is meant: however it is spaced, hyphened and capitalised, in whatever digits."""
    told = (_plain(character) for character in value[:CODE_LONGEST].casefold())
    return "".join(character for character in told if character.isalnum())


def is_of_app(value: str) -> bool:
    """Tell the code of an app from one that was kept."""
    return len(value) == CODE_LENGTH and value.isdecimal()


def _plain(character: str) -> str:
    digit = decimal(character, None)
    return character if digit is None else str(digit)
