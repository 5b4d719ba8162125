"""One's own account: seeing it, changing it, its picture."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from PIL import Image

from tests.support.acting import account_of, enter
from tests.support.clock import NOW
from tests.support.images import encoded, upload
from tests.support.meanwhile import overtaken
from tests.support.pages import present
from tests.support.platform import POLICY, Platform
from tests.support.storage import MemoryStorage
from wexstream.adapters.images.pillow import PillowFormat
from wexstream.adapters.memory.pictures import MemoryPictures
from wexstream.domain.model.account import AccountChanges, AccountState, Consent, Language
from wexstream.domain.model.errors import AccountSuspended, Invalid, NotSignedIn, TooMany
from wexstream.domain.model.ids import PictureId
from wexstream.domain.model.throttling import PICTURE_PER_ACCOUNT
from wexstream.domain.model.visibility import Viewer
from wexstream.ports.files import Crowded, Pictures
from wexstream.ports.persistence import StorageUnavailable, Transaction

T = TypeVar("T")

UPLOAD = encoded(Image.new("RGB", (8, 8)), "PNG")


class FullDisk:
    """Pictures of which the file is there, and its folder cannot be written."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self.put_last: PictureId | None = None

    def require_turn(self) -> None:
        self._pictures.require_turn()

    async def put(self, picture: PictureId, upload: bytes) -> None:
        await self._pictures.put(picture, upload)
        self.put_last = picture
        raise OSError("No space left on device")

    async def get(self, picture: PictureId) -> bytes | None:
        return await self._pictures.get(picture)

    async def remove(self, picture: PictureId) -> None:
        await self._pictures.remove(picture)


async def picture_of(platform: Platform, viewer: Viewer) -> PictureId:
    return present((await account_of(platform, viewer)).picture)


async def erase(platform: Platform, viewer: Viewer) -> None:
    await platform.privacy.erase(viewer, password="password of Ada Lovelace")


class TestOwnAccount:
    @pytest.mark.parametrize("state", [AccountState.ACTIVE, AccountState.UNVERIFIED])
    async def test_is_seen_and_changed_verified_or_not(self, platform: Platform, state: AccountState) -> None:
        ada = await enter(platform, state=state)
        changes = AccountChanges(full_name="Augusta King", language=Language.FRENCH, mail_live=True)
        await platform.accounts.change(ada, changes)
        seen = await platform.accounts.me(ada)
        assert (seen.full_name, seen.language, seen.mail_live) == ("Augusta King", Language.FRENCH, True)
        assert (seen.id, seen.state, seen.mail_messages) == (ada.account, state, True)

    async def test_takes_no_change_of_which_a_part_is_wrong(self, platform: Platform) -> None:
        ada = await enter(platform)
        before = await account_of(platform, ada)
        with pytest.raises(Invalid):
            await platform.accounts.change(ada, AccountChanges(bio="Countess", website="javascript:1"))
        assert await account_of(platform, ada) == before

    async def test_is_gone_once_it_is_erased(self, platform: Platform) -> None:
        ada = await enter(platform)
        await erase(platform, ada)
        with pytest.raises(NotSignedIn):
            await platform.accounts.me(ada)
        with pytest.raises(NotSignedIn):
            await platform.accounts.change(ada, AccountChanges(bio="Countess"))

    async def test_accepts_new_terms_and_no_others(self) -> None:
        platform = Platform(MemoryStorage(), policy=replace(POLICY, terms_version="2"))
        ada = await enter(platform)
        with pytest.raises(Invalid):
            await platform.accounts.accept_terms(ada, "1")
        await platform.accounts.accept_terms(ada, "2")
        assert (await account_of(platform, ada)).consent == Consent(terms_version="2", accepted_at=NOW)


class TestPictures:
    async def test_take_the_place_of_the_one_before_whose_file_goes(self, platform: Platform) -> None:
        ada = await enter(platform)
        await platform.accounts.set_picture(ada, upload(UPLOAD))
        first = await picture_of(platform, ada)
        assert await platform.pictures.get(first) is not None
        await platform.accounts.set_picture(ada, upload(UPLOAD))
        second = await picture_of(platform, ada)
        await platform.run_jobs()
        assert await platform.pictures.get(first) is None
        assert await platform.pictures.get(second) is not None

    async def test_are_removed_with_their_file_and_again_nothing_changes(self, platform: Platform) -> None:
        ada = await enter(platform)
        await platform.accounts.set_picture(ada, upload(UPLOAD))
        picture = await picture_of(platform, ada)
        for _ in range(2):
            await platform.accounts.remove_picture(ada)
            await platform.run_jobs()
            assert (await account_of(platform, ada)).picture is None
        assert await platform.pictures.get(picture) is None

    async def test_that_are_none_change_nothing(self, platform: Platform) -> None:
        ada = await enter(platform)
        await platform.accounts.set_picture(ada, upload(UPLOAD))
        picture = await picture_of(platform, ada)
        with pytest.raises(Invalid):
            await platform.accounts.set_picture(ada, upload(b"no picture"))
        assert await picture_of(platform, ada) == picture

    async def test_leave_no_file_where_the_account_is_gone(self, platform: Platform) -> None:
        ada = await enter(platform)
        with pytest.raises(NotSignedIn):
            await overtaken(
                platform,
                platform.accounts.set_picture(ada, upload(UPLOAD)),
                by=lambda tx: tx.accounts.erase(ada.account),
            )
        assert not vars(platform.pictures)["_pictures"]

    async def test_leave_no_file_where_keeping_it_failed_at_the_end(self, platform: Platform) -> None:
        ada = await enter(platform)
        pictures = FullDisk(platform.pictures)
        with pytest.raises(OSError, match="No space"):
            await replace(platform.accounts, pictures=pictures).set_picture(ada, upload(UPLOAD))
        assert await pictures.get(present(pictures.put_last)) is None
        assert (await account_of(platform, ada)).picture is None

    async def test_keep_their_file_where_it_is_not_known_whether_they_were_taken(
        self, platform: Platform
    ) -> None:
        ada = await enter(platform)

        class AnswerLost:
            async def run(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
                await platform.storage.unit.run(work)
                raise StorageUnavailable

        with pytest.raises(StorageUnavailable):
            await replace(platform.accounts, unit=AnswerLost()).set_picture(ada, upload(UPLOAD))
        assert await platform.pictures.get(await picture_of(platform, ada)) is not None

    async def test_are_neither_asked_for_nor_counted_while_too_many_wait(self, platform: Platform) -> None:
        class Crowd(PillowFormat):
            def require_turn(self) -> None:
                raise Crowded

        async def never() -> bytes:
            raise AssertionError

        ada = await enter(platform)
        crowded = replace(platform.accounts, pictures=MemoryPictures(Crowd()))
        for _ in range(PICTURE_PER_ACCOUNT.times + 1):
            with pytest.raises(Crowded):
                await crowded.set_picture(ada, never)
        await platform.accounts.set_picture(ada, upload(UPLOAD))

    async def test_are_not_even_asked_for_where_they_may_not_be_taken(self, platform: Platform) -> None:
        async def never() -> bytes:
            raise AssertionError

        ada, suspended = await enter(platform), await enter(platform, state=AccountState.SUSPENDED)
        with pytest.raises(NotSignedIn):
            await platform.accounts.set_picture(None, never)
        with pytest.raises(AccountSuspended):
            await platform.accounts.set_picture(suspended, never)
        for _ in range(PICTURE_PER_ACCOUNT.times):
            await platform.accounts.set_picture(ada, upload(UPLOAD))
        with pytest.raises(TooMany):
            await platform.accounts.set_picture(ada, never)
