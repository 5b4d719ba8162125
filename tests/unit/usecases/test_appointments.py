"""Who becomes a moderator because the operator says so."""

import pytest

from tests.support.builders import IDS, account
from tests.support.clock import ManualClock
from wexstream.adapters.memory.push import MemoryPush
from wexstream.adapters.memory.queries import MemoryQueries
from wexstream.adapters.memory.store import Store
from wexstream.adapters.memory.unit_of_work import MemoryUnitOfWork
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.errors import AccountSuspended, EmailNotVerified, Invalid, NotFound
from wexstream.domain.usecases.appointments import Appointments
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.policy import Policy
from wexstream.ports.persistence import Transaction


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def unit(store: Store) -> MemoryUnitOfWork:
    return MemoryUnitOfWork(store, MemoryPush())


@pytest.fixture
def appointments(store: Store, unit: MemoryUnitOfWork) -> Appointments:
    audit = Audit(clock=ManualClock(), ids=IDS, policy=Policy())
    return Appointments(unit=unit, queries=MemoryQueries(store), audit=audit)


async def add(unit: MemoryUnitOfWork, somebody: Account) -> None:
    async def work(tx: Transaction) -> None:
        await tx.accounts.add(somebody)

    await unit.run(work)


async def kept(unit: MemoryUnitOfWork, somebody: Account) -> Account | None:
    return await unit.run(lambda tx: tx.accounts.find(somebody.id))


async def test_a_verified_account_is_appointed_by_its_address_and_again_nothing_changes(
    unit: MemoryUnitOfWork, appointments: Appointments
) -> None:
    somebody = account(email="Amal@example.org")
    await add(unit, somebody)
    for _ in range(2):
        await appointments.appoint("amal@EXAMPLE.org")
        appointed = await kept(unit, somebody)
        assert appointed is not None
        assert appointed.moderator


@pytest.mark.parametrize(
    ("state", "refusal"),
    [(AccountState.UNVERIFIED, EmailNotVerified), (AccountState.SUSPENDED, AccountSuspended)],
)
async def test_nobody_else_is(
    unit: MemoryUnitOfWork, appointments: Appointments, state: AccountState, refusal: type[Exception]
) -> None:
    somebody = account(email="amal@example.org", state=state)
    await add(unit, somebody)
    with pytest.raises(refusal):
        await appointments.appoint("amal@example.org")
    assert await kept(unit, somebody) == somebody


async def test_an_address_has_to_be_one_and_somebodys(appointments: Appointments) -> None:
    with pytest.raises(Invalid):
        await appointments.appoint("amal")
    with pytest.raises(NotFound):
        await appointments.appoint("amal@example.org")
