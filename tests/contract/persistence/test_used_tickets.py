from tests.support.builders import HOUR, IDS
from tests.support.clock import NOW
from wexstream.domain.model.ids import TicketId
from wexstream.ports.persistence import UnitOfWork

TICKET = TicketId(IDS.new())


async def use(unit: UnitOfWork, ticket: TicketId) -> bool:
    return await unit.run(lambda tx: tx.tickets.use(ticket, until=NOW))


async def test_a_ticket_is_used_once_until_it_is_forgotten(unit: UnitOfWork) -> None:
    await unit.run(lambda tx: tx.tickets.purge(before=NOW + 99 * HOUR, most=999))  # of others
    assert [await use(unit, TICKET) for _ in range(2)] == [True, False]
    assert await use(unit, TicketId(IDS.new()))
    assert await unit.run(lambda tx: tx.tickets.purge(before=NOW, most=9)) == 0
    assert not await use(unit, TICKET)
    assert await unit.run(lambda tx: tx.tickets.purge(before=NOW + HOUR, most=1)) == 1
    assert await unit.run(lambda tx: tx.tickets.purge(before=NOW + HOUR, most=9)) == 1
    assert await use(unit, TICKET)
