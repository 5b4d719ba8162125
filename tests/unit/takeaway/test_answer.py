"""How the archive is sent: as it is read, however slowly it is taken, and never half as if it were whole."""

import asyncio
from collections.abc import AsyncGenerator, MutableMapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import BadZipFile, ZipFile

import pytest

from tests.support.acting import enter
from tests.support.builders import IDS
from tests.support.clock import NOW
from tests.support.disk import small_disk
from tests.support.platform import Platform
from tests.support.storage import MemoryStorage
from wexstream.domain.model.ids import MessageId
from wexstream.domain.model.message import Box
from wexstream.domain.usecases.privacy import TakenAlong
from wexstream.entrypoints.http.takeaway import Takeaway
from wexstream.entrypoints.takeaway.spool import IN_MEMORY
from wexstream.ports import views
from wexstream.ports.files import NoRoom
from wexstream.ports.persistence import StorageUnavailable

Pages = AsyncGenerator[Sequence[views.OwnMessage]]
NOISE = Random(0)  # noqa: S311 - what cannot be compressed


def page() -> list[views.OwnMessage]:
    """Messages of half a megabyte that compression makes no smaller than a third."""
    return [
        views.OwnMessage(
            id=MessageId(IDS.new()),
            box=Box.INBOX,
            sender=None,
            recipients=[],
            subject="Noise",
            body=NOISE.randbytes(250_000).hex(),
            read=True,
            created_at=NOW,
        )
    ]


async def pages(count: int) -> Pages:
    for _ in range(count):
        yield page()


class Client:
    """Takes an answer, and may stop taking it, or go."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.takes = asyncio.Event()
        self.takes.set()
        self.goes = asyncio.Event()
        self.headers: dict[bytes, bytes] = {}
        self.body = b""
        self.whole = False

    async def receive(self) -> MutableMapping[str, Any]:
        await self.goes.wait()
        return {"type": "http.disconnect"}

    async def send(self, event: MutableMapping[str, Any]) -> None:
        if event["type"] == "http.response.start":
            self.headers = dict(event["headers"])
            self.began.set()
            return
        await self.takes.wait()
        self.body += event["body"]
        self.whole = not event["more_body"]


async def until_it_begins(client: Client) -> Pages:
    while not client.began.is_set():
        yield page()
        await asyncio.sleep(0)  # it is for the answer to begin now, or never


class Opened:
    """An export, and whether it is open, which holds a connection."""

    def __init__(self) -> None:
        self.closed = asyncio.Event()

    @asynccontextmanager
    async def of(self, messages: Pages) -> AsyncGenerator[TakenAlong]:
        platform = Platform(MemoryStorage())
        try:
            async with platform.privacy.export(await enter(platform)) as taken:
                yield replace(taken, data=replace(taken.data, messages=messages))
        finally:
            self.closed.set()


async def answer(client: Client, opened: Opened, messages: Pages, folder: Path | None = None) -> None:
    takeaway = Takeaway(opened.of(messages), folder)
    await takeaway({}, client.receive, client.send)  # type: ignore[arg-type] # a scope that nobody looks at


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def opened() -> Opened:
    return Opened()


async def test_a_small_one_is_sent_whole_and_says_how_long_it_is(client: Client, opened: Opened) -> None:
    await answer(client, opened, pages(1))
    assert client.whole
    assert client.headers[b"content-length"] == str(len(client.body)).encode()
    assert ZipFile(BytesIO(client.body)).testzip() is None


async def test_a_large_one_begins_before_all_is_read(client: Client, opened: Opened, tmp_path: Path) -> None:
    await answer(client, opened, until_it_begins(client), tmp_path / "made")
    assert client.whole
    assert b"content-length" not in client.headers
    assert len(client.body) > IN_MEMORY
    assert ZipFile(BytesIO(client.body)).testzip() is None
    assert [*(tmp_path / "made").iterdir()] == []


async def test_who_takes_it_slowly_holds_nothing_open(client: Client, opened: Opened) -> None:
    client.takes.clear()
    answering = asyncio.create_task(answer(client, opened, pages(20)))
    await opened.closed.wait()
    assert not client.body
    client.takes.set()
    await answering
    assert ZipFile(BytesIO(client.body)).testzip() is None


@pytest.mark.parametrize("begun", [False, True])
async def test_who_goes_has_it_closed_at_once(client: Client, opened: Opened, *, begun: bool) -> None:
    reads = asyncio.Event()

    async def endless() -> Pages:
        async for rows in pages(10 if begun else 1):
            yield rows
        reads.set()
        await asyncio.Event().wait()

    answering = asyncio.create_task(answer(client, opened, endless()))
    await reads.wait()
    assert not opened.closed.is_set()
    client.goes.set()
    await answering
    assert opened.closed.is_set()
    assert not client.whole


async def test_what_goes_wrong_before_it_begins_is_refused_like_anything_else(
    client: Client, opened: Opened
) -> None:
    async def broken() -> Pages:
        yield page()
        raise StorageUnavailable

    with pytest.raises(StorageUnavailable):
        await answer(client, opened, broken())
    assert not client.began.is_set()


async def break_off(client: Client, opened: Opened, error: Exception) -> None:
    async def broken() -> Pages:
        async for rows in pages(20):
            yield rows
        await client.began.wait()
        raise error

    await answer(client, opened, broken())


async def test_an_outage_later_leaves_out_the_end_and_is_told_nowhere_else(
    client: Client, opened: Opened
) -> None:
    await break_off(client, opened, StorageUnavailable())
    assert client.began.is_set()
    assert not client.whole
    with pytest.raises(BadZipFile):
        ZipFile(BytesIO(client.body))


async def test_without_room_it_is_refused_for_now(client: Client, opened: Opened, tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        disk.fill()
        with pytest.raises(NoRoom):
            await answer(client, opened, pages(1), disk.folder)
        disk.free()
        assert not client.began.is_set()


async def test_without_room_later_the_end_is_left_out(client: Client, opened: Opened, tmp_path: Path) -> None:
    with small_disk(tmp_path, mebibytes=8) as disk:

        async def growing() -> Pages:
            async for rows in until_it_begins(client):
                yield rows
            disk.fill()
            async for rows in pages(20):
                yield rows

        await answer(client, opened, growing(), disk.folder)
        disk.free()
    assert client.began.is_set()
    assert not client.whole


async def test_a_mistake_later_leaves_out_the_end_and_is_told(client: Client, opened: Opened) -> None:
    with pytest.raises(ZeroDivisionError):
        await break_off(client, opened, ZeroDivisionError())
    assert client.began.is_set()
    assert not client.whole
