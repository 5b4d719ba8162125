"""Changing what is kept, whatever the use cases would say."""

from wexstream.domain.model.account import Account
from wexstream.ports.persistence import Transaction, UnitOfWork


async def change(unit: UnitOfWork, changed: Account) -> None:
    """Keep a change of an account."""

    async def work(tx: Transaction) -> None:
        await tx.accounts.lock([changed.id])
        await tx.accounts.save(changed)

    await unit.run(work)


async def erase(unit: UnitOfWork, gone: Account) -> None:
    """Erase an account."""

    async def work(tx: Transaction) -> None:
        await tx.accounts.lock([gone.id])
        await tx.accounts.erase(gone.id)

    await unit.run(work)
