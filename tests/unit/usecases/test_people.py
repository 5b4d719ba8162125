"""Finding people, and what one sees of them."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from tests.support.acting import NOBODY, account_of, befriend, broadcast, create, enter
from tests.support.images import encoded, upload
from tests.support.pages import present
from tests.support.platform import Platform
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.errors import EmailNotVerified, NotFound
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.relation import Standing

UPLOAD = encoded(Image.new("RGB", (8, 8)), "PNG")


async def test_a_profile_is_shown_to_whoever_may_see_it(platform: Platform) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    profile = await platform.people.profile(bob, ada.account)
    assert (profile.full_name, profile.standing) == ("Ada Lovelace", Standing.STRANGER)


@pytest.mark.parametrize("state", [AccountState.UNVERIFIED, AccountState.SUSPENDED])
async def test_who_is_not_active_is_there_for_moderators_alone(
    platform: Platform, state: AccountState
) -> None:
    bob, moderator = await enter(platform, "Bob"), await enter(platform, "Clara", moderator=True)
    ada = await enter(platform, state=state)
    with pytest.raises(NotFound):
        await platform.people.profile(bob, ada.account)
    assert (await platform.people.profile(moderator, ada.account)).state is state


async def test_who_never_was_and_who_blocks_me_are_answered_alike(platform: Platform) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    await platform.connections.block(ada, bob.account)
    for who in (NOBODY, ada.account):
        with pytest.raises(NotFound):
            await platform.people.profile(bob, who)
        with pytest.raises(NotFound):
            await platform.people.picture(bob, who)
        with pytest.raises(NotFound):
            await platform.people.conferences(bob, who, Slice())


class TestSearching:
    @pytest.mark.parametrize(
        ("query", "found"), [("LACE", True), ("lo", True), ("ov", False), ("zz", False), ("  ", False)]
    )
    async def test_finds_by_part_of_the_name(self, platform: Platform, query: str, *, found: bool) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        page = await platform.people.search(bob, query, Slice())
        assert [row.id for row in page.items] == ([ada.account] if found else [])
        assert page.next is None

    async def test_for_whom_to_write_to_leaves_out_who_wants_no_letters(self, platform: Platform) -> None:
        ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
        shy = replace(await account_of(platform, ada), messages_from_strangers=False)
        await platform.storage.unit.run(lambda tx: tx.accounts.save(shy))
        await befriend(platform, ada, bob)
        for viewer, found in ((bob, [ada.account]), (eve, [])):
            page = await platform.people.search(viewer, "ada", Slice(), messageable=True)
            assert [row.id for row in page.items] == found
            assert (await platform.people.search(viewer, "ada", Slice())).items


class TestPictures:
    async def test_are_shown_with_the_profile_and_to_oneself_before_verifying(
        self, platform: Platform
    ) -> None:
        ada = await enter(platform, state=AccountState.UNVERIFIED)
        bob = await enter(platform, "Bob")
        await platform.accounts.set_picture(ada, upload(UPLOAD))
        own = await platform.people.picture(ada, ada.account)
        assert own == await platform.pictures.get(present((await account_of(platform, ada)).picture))
        with pytest.raises(NotFound):
            await platform.people.picture(bob, ada.account)
        with pytest.raises(EmailNotVerified):
            await platform.people.picture(ada, bob.account)

    async def test_that_nobody_has_are_not_found(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        with pytest.raises(NotFound):
            await platform.people.picture(bob, ada.account)

    async def test_are_read_for_a_while_by_who_has_the_signed_address(self, platform: Platform) -> None:
        ada = await enter(platform)
        await platform.accounts.set_picture(ada, upload(UPLOAD))
        picture = present((await account_of(platform, ada)).picture)
        links = platform.people.picture_links
        address = links.sign(ada.account, picture, expires_at=platform.clock.now() + timedelta(hours=1))
        [signature] = parse_qs(urlsplit(address).query)["signature"]
        read = platform.people.signed_picture
        assert await read(ada.account, picture, signature) == await platform.pictures.get(picture)
        with pytest.raises(NotFound):
            await read(ada.account, picture, signature + "x")
        await platform.accounts.remove_picture(ada)
        await platform.run_jobs()
        with pytest.raises(NotFound):
            await read(ada.account, picture, signature)


async def test_of_somebodys_conferences_one_sees_those_one_may(platform: Platform) -> None:
    ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
    await befriend(platform, ada, bob)
    public = await broadcast(platform, ada, Visibility.PUBLIC)
    private = await broadcast(platform, ada)
    created = await create(platform, ada, Visibility.PUBLIC)
    for viewer, seen in ((eve, {public}), (bob, {public, private}), (ada, {public, private, created})):
        page = await platform.people.conferences(viewer, ada.account, Slice())
        assert {conference.id for conference in page.items} == seen
