"""Who may not send a picture is told so before it is sent."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from tests.http.world import World, make_world
from tests.integration.server.conftest import serving
from wexstream.ports.files import UPLOAD_LARGEST

PATIENCE = 5  # seconds after which an answer counts as waiting for the body, which never comes


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = make_world()
    yield made
    await made.close()


async def answer_without_body(world: World, *headers: str) -> bytes:
    """Announce a picture and send none; what the server says first."""
    async with serving(cast("Any", world.app)) as running:
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
        lines = ["PUT /api/me/avatar HTTP/1.1", "Host: localhost", *headers, "", ""]
        writer.write("\r\n".join(lines).encode())
        async with asyncio.timeout(PATIENCE):
            first = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return first


@pytest.mark.parametrize("expecting", [(), ("Expect: 100-continue",)])
async def test_nobody_s_picture_is_not_waited_for(world: World, expecting: tuple[str, ...]) -> None:
    said = await answer_without_body(world, "Content-Type: image/png", "Content-Length: 1000000", *expecting)
    assert said.startswith(b"HTTP/1.1 401 ")


async def test_who_is_signed_in_is_told_to_go_on(world: World) -> None:
    amal = await world.member()
    cookie = f"Cookie: ws={amal.client.cookies['ws']}"
    expecting = "Expect: 100-continue"
    said = await answer_without_body(
        world, "Content-Type: image/png", "Content-Length: 1000", cookie, expecting
    )
    assert said.startswith(b"HTTP/1.1 100 ")


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (f"Content-Type: image/png\r\nContent-Length: {UPLOAD_LARGEST + 1}", b"413"),
        ("Content-Type: image/gif\r\nContent-Length: 1000", b"415"),
    ],
)
async def test_what_the_headers_alone_rule_out_is_refused_by_them(
    world: World, header: str, status: bytes
) -> None:
    assert (await answer_without_body(world, header)).startswith(b"HTTP/1.1 " + status)
