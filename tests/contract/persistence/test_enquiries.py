from hypothesis import given

from tests.support.builders import enquiry
from tests.support.keeping import keep
from tests.support.overlap import tried
from tests.support.properties import few
from tests.support.strategies import enquiries
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.ids import EnquiryId
from wexstream.ports.persistence import Transaction, UnitOfWork


async def find(unit: UnitOfWork, name: EnquiryId) -> Enquiry | None:
    return await unit.run(lambda tx: tx.enquiries.find(name))


@few
@given(any_enquiry=enquiries())
async def test_an_enquiry_is_read_as_it_was_added(unit: UnitOfWork, any_enquiry: Enquiry) -> None:
    async def work(tx: Transaction) -> Enquiry | None:
        await tx.enquiries.add(any_enquiry)
        return await tx.enquiries.find(any_enquiry.id)

    assert await tried(unit, work) == any_enquiry


async def test_one_that_was_removed_is_gone_and_removing_it_again_does_nothing(unit: UnitOfWork) -> None:
    kept, other = enquiry(), enquiry()
    await keep(unit, kept, other)
    await unit.run(lambda tx: tx.enquiries.remove(kept.id))
    await unit.run(lambda tx: tx.enquiries.remove(kept.id))
    assert await find(unit, kept.id) is None
    assert await find(unit, other.id) == other


async def test_those_from_an_address_are_removed_however_it_was_written(unit: UnitOfWork) -> None:
    kept = [enquiry(email="eve@example.org"), enquiry(email="EVE@example.org")]
    other = enquiry(email="eve@example.com")
    await keep(unit, *kept, other)
    await unit.run(lambda tx: tx.enquiries.remove_from("eve@example.org"))
    assert [await find(unit, one.id) for one in kept] == [None, None]
    assert await find(unit, other.id) == other
