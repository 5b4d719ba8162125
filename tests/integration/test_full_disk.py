"""No room on the disk for a picture: refused for now, nothing half written, and the former picture stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from dependency_injector import providers
from PIL import Image

from tests.http.world import World, make_world
from tests.support.disk import Disk, LimitedDisk, small_disk
from tests.support.images import encoded
from wexstream.adapters.files.pictures import FolderPictures
from wexstream.adapters.images.pillow import PillowFormat

UPLOADS = [encoded(Image.effect_noise((512, 512), strength).convert("RGB"), "PNG") for strength in (100, 120)]


@pytest.fixture(params=["small", "limited"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """A disk that is small, where this user may mount one; and in any case one on which no file may grow."""
    if request.param == "limited":
        yield LimitedDisk(tmp_path)
        return
    with small_disk(tmp_path) as made:
        yield made


@pytest.fixture
async def world(disk: Disk) -> World:
    made = make_world()
    made.platform.pictures.override(
        providers.Object(FolderPictures(disk.folder / "pictures", PillowFormat()))
    )
    return made


def files(disk: Disk) -> list[Path]:
    return [path for path in (disk.folder / "pictures").rglob("*") if path.is_file()]


async def test_a_picture_that_there_is_no_room_for_is_refused_for_now_and_the_former_one_stays(
    world: World, disk: Disk
) -> None:
    amal = await world.member()
    png = {"Content-Type": "image/png"}
    await amal.ok("PUT", "/api/me/avatar", content=UPLOADS[0], headers=png)
    before, kept = await amal.ok("GET", f"/api/users/{amal.id}/avatar"), files(disk)
    disk.fill()
    try:
        answer = await amal.call("PUT", "/api/me/avatar", content=UPLOADS[1], headers=png)
    finally:
        disk.free()
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "60"
    assert files(disk) == kept
    assert await amal.ok("GET", f"/api/users/{amal.id}/avatar") == before
    await amal.ok("PUT", "/api/me/avatar", content=UPLOADS[1], headers=png)
    assert await amal.ok("GET", f"/api/users/{amal.id}/avatar") != before
    await world.close()
