import errno
import os
import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.support.images import BLUE, RED, decoded, encoded, pictures
from wexstream.adapters.files.pictures import FolderPictures
from wexstream.adapters.images.pillow import PillowFormat
from wexstream.adapters.memory.pictures import MemoryPictures
from wexstream.domain.model.errors import Invalid
from wexstream.domain.model.ids import PictureId
from wexstream.ports.files import SIDE, Crowded, NoRoom, PictureFormat, Pictures

FORM: PictureFormat = PillowFormat()
ONE, OTHER = PictureId(UUID(int=0xA11)), PictureId(UUID(int=0xB11))
RED_UPLOAD = encoded(Image.new("RGB", (40, 30), RED), "PNG")
BLUE_UPLOAD = encoded(Image.new("RGB", (40, 30), BLUE), "JPEG")


@pytest.fixture(scope="session", params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pictures:
    if request.param == "memory":
        return MemoryPictures(FORM)
    return FolderPictures(tmp_path_factory.mktemp("pictures") / "made" / "when-needed", FORM)


class TestEveryStore:
    @given(picture=st.uuids().map(PictureId), upload=pictures())
    async def test_a_picture_that_was_put_can_be_read_in_its_form(
        self, store: Pictures, picture: PictureId, upload: tuple[bytes, tuple[int, int]]
    ) -> None:
        content, size = upload
        await store.put(picture, content)
        kept = await store.get(picture)
        assert kept is not None
        assert kept == await FORM.normalise(content)
        assert decoded(kept).size == (min(*size, SIDE),) * 2

    async def test_a_picture_that_was_never_put_is_not_there(self, store: Pictures) -> None:
        picture = PictureId(uuid4())
        assert await store.get(picture) is None
        await store.remove(picture)
        assert await store.get(picture) is None

    async def test_the_latest_picture_of_an_id_is_the_one_that_stays(self, store: Pictures) -> None:
        await store.put(ONE, RED_UPLOAD)
        await store.put(ONE, BLUE_UPLOAD)
        assert await store.get(ONE) == await FORM.normalise(BLUE_UPLOAD)

    async def test_a_picture_that_was_removed_is_gone_and_no_other(self, store: Pictures) -> None:
        await store.put(ONE, RED_UPLOAD)
        await store.put(OTHER, BLUE_UPLOAD)
        await store.remove(ONE)
        assert await store.get(ONE) is None
        assert await store.get(OTHER) == await FORM.normalise(BLUE_UPLOAD)
        await store.remove(ONE)

    async def test_a_picture_that_was_removed_can_be_put_again(self, store: Pictures) -> None:
        await store.put(ONE, RED_UPLOAD)
        await store.remove(ONE)
        await store.put(ONE, BLUE_UPLOAD)
        assert await store.get(ONE) == await FORM.normalise(BLUE_UPLOAD)

    @given(st.binary(max_size=100))
    async def test_what_is_refused_leaves_things_as_they_were(self, store: Pictures, upload: bytes) -> None:
        await store.remove(ONE)
        await store.put(OTHER, RED_UPLOAD)
        for picture in (ONE, OTHER):
            with pytest.raises(Invalid):
                await store.put(picture, upload)
        assert await store.get(ONE) is None
        assert await store.get(OTHER) == await FORM.normalise(RED_UPLOAD)

    async def test_a_store_takes_none_while_its_form_makes_none(
        self, store: Pictures, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse() -> None:
            raise Crowded

        store.require_turn()
        monkeypatch.setattr(FORM, "require_turn", refuse)
        with pytest.raises(Crowded):
            store.require_turn()
        with pytest.raises(Crowded):
            await store.put(ONE, RED_UPLOAD)


class TestFolder:
    async def test_nobody_else_can_read_the_files(self, tmp_path: Path) -> None:
        await FolderPictures(tmp_path / "pictures", FORM).put(ONE, RED_UPLOAD)
        files = files_below(tmp_path)
        assert [mode(path) for path in files] == [0o600]
        assert [mode(path) for path in (files[0].parent, tmp_path / "pictures")] == [0o700, 0o700]

    async def test_two_processes_see_each_other_s_pictures(self, tmp_path: Path) -> None:
        one, other = FolderPictures(tmp_path, FORM), FolderPictures(tmp_path, FORM)
        await one.put(ONE, RED_UPLOAD)
        assert await other.get(ONE) == await FORM.normalise(RED_UPLOAD)
        await other.remove(ONE)
        assert await one.get(ONE) is None

    async def test_what_was_read_can_be_put_back_and_does_not_take_the_place_of_what_is_there(
        self, tmp_path: Path
    ) -> None:
        store = FolderPictures(tmp_path / "pictures", FORM)
        assert await store.put_back(ONE, b"as it was")
        assert not await store.put_back(ONE, b"another")
        assert await store.get(ONE) == b"as it was"
        assert [mode(path) for path in files_below(tmp_path)] == [0o600]

    async def test_files_are_spread_over_folders_by_the_part_of_the_id_that_varies(
        self, tmp_path: Path
    ) -> None:
        store = FolderPictures(tmp_path, FORM)
        made_together = [PictureId(UUID(int=(0x0198 << 112) + number)) for number in range(64)]
        for picture in made_together:
            await store.put(picture, RED_UPLOAD)
        assert len({path.parent for path in files_below(tmp_path)}) == 64

    @pytest.mark.parametrize(
        "shortage",
        [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE],
        ids=errno.errorcode.get,
    )
    async def test_without_room_nothing_is_kept_and_the_former_picture_stays(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shortage: int
    ) -> None:
        def fails(_: int) -> None:
            raise OSError(shortage, os.strerror(shortage))

        store = FolderPictures(tmp_path, FORM)
        await store.put(ONE, RED_UPLOAD)
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fails)
            for picture in (ONE, OTHER):
                with pytest.raises(NoRoom):
                    await store.put(picture, BLUE_UPLOAD)
        assert await store.get(ONE) == await FORM.normalise(RED_UPLOAD)
        assert await store.get(OTHER) is None
        assert [path.name for path in files_below(tmp_path)] == [f"{ONE.hex}.webp"]

    async def test_where_nothing_can_be_written_a_picture_that_is_not_there_is_removed_all_the_same(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def read_only(*_: object, **__: object) -> None:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

        monkeypatch.setattr(Path, "unlink", read_only)
        await FolderPictures(tmp_path, FORM).remove(ONE)

    async def test_a_folder_that_cannot_be_made_is_the_operator_s_to_know(self, tmp_path: Path) -> None:
        (tmp_path / "in-the-way").touch()
        with pytest.raises(NotADirectoryError):
            await FolderPictures(tmp_path / "in-the-way" / "pictures", FORM).put(ONE, RED_UPLOAD)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
