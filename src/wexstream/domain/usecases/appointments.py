"""Making moderators: the operator's decision, who needs no account for it."""

from dataclasses import dataclass

from wexstream.domain.model import text
from wexstream.domain.model.errors import NotFound
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.persistence import Transaction, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointments:
    """What an operator does from outside of the platform; no route leads here."""

    unit: UnitOfWork

    @transactional
    async def appoint(self, tx: Transaction, email: str) -> None:
        """Make the account of an address a moderator's; one already, nothing changes.

        Raises Invalid, NotFound where no account has the address, EmailNotVerified, AccountSuspended.
        """
        held = await tx.accounts.lock_by_address(text.address_key(text.email_address(email)))
        account = held.somebody
        if account is None:
            raise NotFound
        appointed = account.appoint()
        if appointed != account:
            await tx.accounts.save(appointed)
