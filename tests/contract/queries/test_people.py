from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from tests.support.builders import IDS, account, asked, blocked, connected, viewer
from tests.support.changing import change
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.pages import present, walk
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.domain.model.paging import Cursor, Slice
from wexstream.domain.model.relation import Relation, Standing
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries

CONNECTED_AT = NOW - timedelta(days=400)
HIDDEN = [AccountState.UNVERIFIED, AccountState.SUSPENDED]


async def with_picture(unit: UnitOfWork, owner: Account) -> Account:
    shown = owner.with_picture(PictureId(IDS.new()))
    await change(unit, shown)
    return shown


class TestProfile:
    async def test_it_shows_the_person_and_how_one_stands_to_it(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        owner = replace(account("Bob"), bio="Music", location="Paris", website="https://example.org")
        await keep(unit, owner, connected(ada, owner, since=CONNECTED_AT))
        owner = await with_picture(unit, owner)
        assert await queries.profile(viewer(ada), owner.id) == views.Profile(
            id=owner.id,
            state=AccountState.ACTIVE,
            full_name="Bob",
            bio="Music",
            location="Paris",
            website="https://example.org",
            picture=owner.picture,
            standing=Standing.CONNECTED,
            since=CONNECTED_AT,
            messageable=True,
        )

    async def test_the_own_one_is_shown_but_not_to_be_written_to(
        self, queries: Queries, ada: Account
    ) -> None:
        own = present(await queries.profile(viewer(ada), ada.id))
        assert (own.standing, own.messageable) == (Standing.ITSELF, False)

    async def test_what_was_never_there_what_is_blocked_and_what_is_hidden_are_the_same(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        gone = [account(state=state) for state in HIDDEN]
        await keep(unit, *gone, blocked(ada, bob), blocked(eve, ada))
        for name in [AccountId(IDS.new()), bob.id, eve.id, *(owner.id for owner in gone)]:
            assert await queries.profile(viewer(ada), name) is None
            assert await queries.picture(viewer(ada), name) is None

    @pytest.mark.parametrize("state", HIDDEN)
    async def test_moderators_see_those_who_are_not_active_with_their_state(
        self, unit: UnitOfWork, queries: Queries, state: AccountState
    ) -> None:
        moderator, owner = account(moderator=True), account(state=state)
        await keep(unit, moderator, owner)
        shown = present(await queries.profile(viewer(moderator), owner.id))
        assert (shown.state, shown.messageable) == (state, False)

    async def test_strangers_are_to_be_written_to_as_they_wish(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        await change(unit, replace(bob, messages_from_strangers=False))
        assert not present(await queries.profile(viewer(ada), bob.id)).messageable
        await change(unit, bob)
        assert present(await queries.profile(viewer(ada), bob.id)).messageable


class TestPicture:
    async def test_it_is_that_of_a_profile_to_be_seen(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        assert await queries.picture(viewer(ada), bob.id) is None
        shown = await with_picture(unit, bob)
        assert await queries.picture(viewer(ada), bob.id) == shown.picture

    @pytest.mark.parametrize("state", AccountState)
    async def test_the_own_one_is_seen_in_any_state(
        self, unit: UnitOfWork, queries: Queries, state: AccountState
    ) -> None:
        owner = account(state=state)
        await keep(unit, owner)
        shown = await with_picture(unit, owner)
        assert await queries.picture(viewer(shown), owner.id) == shown.picture


class TestSearch:
    async def find(
        self, queries: Queries, who: Account, query: str, *, messageable: bool = False
    ) -> list[str]:
        search = partial(queries.search, viewer(who), query, messageable=messageable)
        return [row.full_name for row in await walk(search)]

    async def keep_named(self, unit: UnitOfWork, *names: str) -> None:
        await keep(unit, *(account(name) for name in names))

    async def test_people_are_found_in_the_order_of_their_folded_names(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        await self.keep_named(unit, "Zoé Martin", "zoe b", "Łea Zoë", "ZOE A")
        assert await self.find(queries, ada, "zoe") == ["Łea Zoë", "ZOE A", "zoe b", "Zoé Martin"]

    async def test_the_id_breaks_ties(self, unit: UnitOfWork, queries: Queries, ada: Account) -> None:
        namesakes = [account("Zoe") for _ in range(3)]
        await keep(unit, *namesakes)
        for limit in (1, 2, 3):
            search = partial(queries.search, viewer(ada), "zoe", messageable=False)
            found = await walk(search, limit=limit)
            assert [row.id for row in found] == [one.id for one in namesakes]

    async def test_names_of_other_scripts_follow_by_code_points(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        await self.keep_named(unit, "محمد x", "李 x", "Ζωή x", "Zoe x", "𐐷 x", "\ufb50 x")
        found = await self.find(queries, ada, "x")
        assert found == sorted(found, key=lambda name: account(name).folded_name)
        assert len(found) == 6

    @pytest.mark.parametrize("query", ["z", "zo", "m", "ma"])
    async def test_one_or_two_characters_match_beginnings_of_words(
        self, unit: UnitOfWork, queries: Queries, ada: Account, query: str
    ) -> None:
        await self.keep_named(unit, "Zoe Martin", "Azo Gamma")
        assert await self.find(queries, ada, query) == ["Zoe Martin"]

    async def test_three_characters_match_any_part(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        await self.keep_named(unit, "Zoe Martin", "Azo Gamma")
        assert await self.find(queries, ada, "mar") == ["Zoe Martin"]
        assert await self.find(queries, ada, "amm") == ["Azo Gamma"]
        assert await self.find(queries, ada, "o g") == ["Azo Gamma"]

    @pytest.mark.parametrize(("query", "found"), [("%", ["% b"]), ("_", ["_ c"]), ("\\", ["\\ d"])])
    async def test_signs_of_patterns_mean_themselves(
        self, unit: UnitOfWork, queries: Queries, ada: Account, query: str, found: list[str]
    ) -> None:
        await self.keep_named(unit, "x a", "% b", "_ c", "\\ d")
        assert await self.find(queries, ada, query) == found
        assert await self.find(queries, ada, found[0]) == found

    async def test_an_empty_query_finds_nobody(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        await self.keep_named(unit, "Zoe Martin")
        assert await self.find(queries, ada, "") == []

    async def test_neither_oneself_nor_the_blocked_nor_the_hidden_are_found(
        self, unit: UnitOfWork, queries: Queries
    ) -> None:
        me, mine, theirs = account("Zoe", moderator=True), account("Zoe"), account("Zoe")
        hidden = [account("Zoe", state=state) for state in HIDDEN]
        await keep(unit, me, mine, theirs, *hidden, blocked(me, mine), blocked(theirs, me))
        assert await self.find(queries, me, "zoe") == []

    async def test_of_those_to_be_written_to_the_strangers_are_those_who_accept_it(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        willing, friend = account("Zoe Willing"), account("Zoe Friend")
        shy, friend = account("Zoe Shy"), replace(friend, messages_from_strangers=False)
        shy = replace(shy, messages_from_strangers=False)
        await keep(unit, willing, shy, friend, connected(ada, friend))
        assert await self.find(queries, ada, "zoe") == ["Zoe Friend", "Zoe Shy", "Zoe Willing"]
        assert await self.find(queries, ada, "zoe", messageable=True) == ["Zoe Friend", "Zoe Willing"]

    async def test_a_page_begins_where_its_cursor_says_though_that_person_is_gone(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        await self.keep_named(unit, "Zoe A", "Zoe C")
        after = Cursor(key="zoe b", id=IDS.new())
        page = await queries.search(viewer(ada), "zoe", Slice(after=after), messageable=False)
        assert [row.full_name for row in page.items] == ["Zoe C"]


class TestConnections:
    async def listed(self, queries: Queries, who: Account, standing: Standing) -> list[views.PersonRow]:
        return await walk(partial(queries.connections, viewer(who), standing))

    async def test_they_are_those_to_whom_one_stands_so(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        others = [account(name) for name in ("Friend", "Asked", "Asking", "Stranger")]
        friend, wanted, asking, _ = others
        await keep(unit, *others, connected(ada, friend), asked(ada, wanted), asked(asking, ada))
        for standing, other in [
            (Standing.CONNECTED, friend),
            (Standing.OUTGOING, wanted),
            (Standing.INCOMING, asking),
        ]:
            [row] = await self.listed(queries, ada, standing)
            assert (row.id, row.full_name, row.standing) == (other.id, other.full_name, standing)

    async def test_they_are_in_the_order_of_their_folded_names_and_the_id_breaks_ties(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        others = [account(name) for name in ("éve", "Eve", "Bob", "eva", "EVE")]
        await keep(unit, *others, *(connected(other, ada) for other in others))
        expected = sorted(others, key=lambda other: (other.folded_name, other.id))
        for limit in (1, 2, 5):
            connections = partial(queries.connections, viewer(ada), Standing.CONNECTED)
            listed = await walk(connections, limit=limit)
            assert [row.id for row in listed] == [other.id for other in expected]

    @pytest.mark.parametrize("relate", [connected, asked])
    async def test_who_is_suspended_is_not_listed_even_to_moderators(
        self, unit: UnitOfWork, queries: Queries, relate: Callable[[Account, Account], Relation]
    ) -> None:
        moderator, other = account(moderator=True), account(state=AccountState.SUSPENDED)
        await keep(unit, moderator, other, relate(other, moderator))
        for standing in (Standing.CONNECTED, Standing.INCOMING):
            assert await self.listed(queries, moderator, standing) == []


class TestBlocks:
    async def test_they_are_those_whom_one_blocks_whatever_they_are(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        others = [account("A"), account("B", state=AccountState.SUSPENDED), account("C")]
        mutual = blocked(ada, others[0])
        mutual = replace(mutual, low_blocks=True, high_blocks=True)
        await keep(unit, *others, mutual, blocked(ada, others[1]), blocked(others[2], ada))
        listed = await walk(partial(queries.blocks, viewer(ada)))
        assert listed == [views.BlockedPerson(id=one.id, full_name=one.full_name) for one in others[:2]]

    async def test_they_are_in_the_order_of_their_folded_names_and_the_id_breaks_ties(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        others = [account(name) for name in ("éve", "Eve", "Bob")]
        await keep(unit, *others, *(blocked(ada, other) for other in others))
        expected = sorted(others, key=lambda other: (other.folded_name, other.id))
        for limit in (1, 2, 3):
            listed = await walk(partial(queries.blocks, viewer(ada)), limit=limit)
            assert [row.id for row in listed] == [other.id for other in expected]
