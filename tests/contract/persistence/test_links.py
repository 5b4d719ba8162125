from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import HOUR, account, link
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import tried
from tests.support.properties import few
from tests.support.strategies import links
from wexstream.domain.model.ids import LinkId
from wexstream.domain.model.link import Link, LinkPurpose
from wexstream.ports.persistence import Transaction, UnitOfWork

ADA = account()


async def find(unit: UnitOfWork, name: LinkId) -> Link | None:
    return await unit.run(lambda tx: tx.links.find(name))


@few
@given(any_link=links(ADA.id))
async def test_a_link_is_read_as_it_was_added(unit: UnitOfWork, any_link: Link) -> None:
    async def work(tx: Transaction) -> list[Link | None]:
        await tx.accounts.add(ADA)
        await tx.links.add(any_link)
        return [await tx.links.find(any_link.id), await tx.links.find_by_token(any_link.token_hash)]

    assert await tried(unit, work) == [any_link, any_link]


@few
@given(both=st.tuples(links(ADA.id), links(ADA.id)))
async def test_a_link_is_read_as_it_was_saved(unit: UnitOfWork, both: tuple[Link, Link]) -> None:
    before, after = both
    changed = replace(before, used_at=after.used_at, superseded=after.superseded)

    async def work(tx: Transaction) -> Link | None:
        await tx.accounts.add(ADA)
        await tx.links.add(before)
        await tx.links.save(changed)
        return await tx.links.find(before.id)

    assert await tried(unit, work) == changed


async def test_there_is_none_of_an_id_or_a_token_that_was_never_issued(unit: UnitOfWork) -> None:
    ada = account()
    await keep(unit, ada, link(ada))
    unknown = link(ada)
    assert await find(unit, unknown.id) is None
    assert await unit.run(lambda tx: tx.links.find_by_token(unknown.token_hash)) is None


async def test_earlier_links_of_a_purpose_are_superseded_and_no_others(unit: UnitOfWork) -> None:
    ada, bob = account(), account()
    first, second = link(ada, LinkPurpose.RESET), link(ada, LinkPurpose.RESET)
    of_another_purpose, of_another = link(ada, LinkPurpose.MOVE), link(bob, LinkPurpose.RESET)
    newest = link(ada, LinkPurpose.RESET)
    await keep(unit, ada, bob, first, second, of_another_purpose, of_another)
    await unit.run(lambda tx: tx.links.supersede(ada.id, LinkPurpose.RESET))
    await keep(unit, newest)
    assert await find(unit, first.id) == replace(first, superseded=True)
    assert await find(unit, second.id) == replace(second, superseded=True)
    for untouched in (of_another_purpose, of_another, newest):
        assert await find(unit, untouched.id) == untouched


async def test_links_whose_time_was_over_are_purged(unit: UnitOfWork) -> None:
    ada = account()
    over, works = link(ada, expires_at=NOW), link(ada, expires_at=NOW + HOUR)
    await keep(unit, ada, over, works)
    await unit.run(lambda tx: tx.links.purge(before=NOW + HOUR, most=9))
    assert await find(unit, over.id) is None
    assert await find(unit, works.id) == works
