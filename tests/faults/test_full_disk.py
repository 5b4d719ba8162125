"""The disk of the pictures is full, for a server of its own: pictures wait, all else goes on."""

import asyncio
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import httpx
import pytest
from PIL import Image

from tests.faults.load import Writer, members_of
from tests.faults.service import service
from tests.support.disk import SmallDisk, small_disk
from tests.support.images import encoded

UPLOADS = [encoded(Image.effect_noise((512, 512), strength).convert("RGB"), "PNG") for strength in (100, 120)]
PNG = {"Content-Type": "image/png"}
LARGEST = 64 * 1024  # bytes: more than a mail, and less than a picture
FULL = "no picture can be kept in "
AGAIN = "pictures can be kept in "


class Room(Protocol):
    """What there is room for in the folder of a server's pictures."""

    def fill(self, server: int) -> None: ...

    def free(self, server: int) -> None: ...


class OfADisk:
    """A small file system, where this user may mount one."""

    def __init__(self, disk: SmallDisk) -> None:
        self._disk = disk

    def fill(self, server: int) -> None:
        self._disk.fill()

    def free(self, server: int) -> None:
        self._disk.free()


class OfAProcess:
    """A server whose files may not grow (RLIMIT_FSIZE), whoever this user is."""

    def __init__(self) -> None:
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self, server: int) -> None:
        resource.prlimit(server, resource.RLIMIT_FSIZE, (LARGEST, self._limits[1]))

    def free(self, server: int) -> None:
        resource.prlimit(server, resource.RLIMIT_FSIZE, self._limits)


@pytest.fixture(params=["a disk", "a process"])
def room(request: pytest.FixtureRequest, data_folder: Path) -> Iterator[Room]:
    pictures = data_folder / "shown"
    pictures.mkdir()
    if request.param == "a process":
        yield OfAProcess()
        return
    with small_disk(pictures, mebibytes=8) as disk:  # former pictures are there until a job removes them
        yield OfADisk(disk) if isinstance(disk, SmallDisk) else OfAProcess()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "ballast")


async def upload(writer: Writer, picture: bytes) -> httpx.Response:
    return await writer.call("PUT", "/api/me/avatar", content=picture, headers=PNG)


async def shown(writer: Writer) -> bytes:
    return (await writer.call("GET", f"/api/users/{writer.id}/avatar")).content


async def test_pictures_are_refused_for_now_all_else_goes_on_and_so_do_they_once_there_is_room(
    data_folder: Path, room: Room
) -> None:
    pictures = data_folder / "shown"
    async with service(data_folder, worker=False, WS_CDN=str(pictures)) as there:
        async with members_of(there.server.url) as load:
            for writer in load.writers:
                assert (await upload(writer, UPLOADS[0])).status_code == 204
            before = [await shown(writer) for writer in load.writers]
            kept = files(pictures)
            pid = there.server.process.pid
            room.fill(pid)
            for answer in await asyncio.gather(*(upload(writer, UPLOADS[1]) for writer in load.writers)):
                assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
                assert answer.headers["retry-after"] == "60"
            assert [await shown(writer) for writer in load.writers] == before
            assert files(pictures) == kept
            draft = {"title": "Reading circle", "visibility": "private"}
            assert (await load.friend.call("POST", "/api/conferences", json=draft)).status_code == 201
            await load.friend.bring_somebody()
            room.free(pid)
            for writer in load.writers:
                assert (await upload(writer, UPLOADS[1])).status_code == 204
            now = [await shown(writer) for writer in load.writers]
            assert not set(before) & set(now)
        await there.stop()
    full, again = there.heard.events(FULL), there.heard.events(AGAIN)
    assert len(full) == len(again) == 1
    assert str(pictures) in full[0]
    assert not there.tracebacks()
