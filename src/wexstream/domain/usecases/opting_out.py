"""Turning off mails by a link in one of them."""

from dataclasses import dataclass

from wexstream.domain.model.account import Account
from wexstream.domain.model.errors import LinkUnknown
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.security import OptOutTokens


@dataclass(frozen=True, slots=True, kw_only=True)
class OptingOut:
    """What whoever has a mail may do, signed in or not: want no more of its kind."""

    unit: UnitOfWork
    tokens: OptOutTokens

    @transactional
    async def turn_off(self, tx: Transaction, token: str) -> None:
        """Turn off the mails that a token is for; turned off already, nothing changes. Raises LinkUnknown."""
        opt_out = self.tokens.read(token)
        if opt_out is None:
            raise LinkUnknown
        self._require_its_own(await tx.accounts.find(opt_out.account), token)  # locks nobody for a forged one
        locked = await tx.accounts.lock([opt_out.account])
        account = self._require_its_own(locked.get(opt_out.account), token)
        await tx.accounts.save(account.refuse_mails(opt_out.choice))

    def _require_its_own(self, account: Account | None, token: str) -> Account:
        if account is None or not self.tokens.allows(token, address_key=account.address_key):
            raise LinkUnknown
        return account
