import asyncio
from typing import cast

import pytest

from wexstream.entrypoints.server.protocol import Together


class Transport:
    """Notes what it is asked to send, and whether it was closed."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        assert not self.closed
        self.sent.append(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


@pytest.fixture
def transport() -> Transport:
    return Transport()


@pytest.fixture
async def together(transport: Transport) -> Together:
    return Together(cast("asyncio.Transport", transport), asyncio.get_running_loop())


async def turn() -> None:
    """Let what the loop has to do be done."""
    done = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(done.set_result, None)
    await done


async def test_what_is_written_in_one_turn_of_the_loop_is_sent_at_once(
    together: Together, transport: Transport
) -> None:
    together.write(b"head, ")
    together.write(b"body")
    assert transport.sent == []
    await turn()
    assert transport.sent == [b"head, body"]


async def test_what_is_written_later_is_sent_by_itself(together: Together, transport: Transport) -> None:
    for part in (b"one", b"another"):
        together.write(part)
        await turn()
    assert transport.sent == [b"one", b"another"]


async def test_what_was_written_is_sent_before_it_is_closed(together: Together, transport: Transport) -> None:
    together.write(b"goodbye")
    together.close()
    await turn()
    assert transport.sent == [b"goodbye"]
    assert together.is_closing()
