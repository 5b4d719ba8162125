import asyncio
from typing import cast

import pytest

from wexstream.entrypoints.server.corked import KEPT_MOST, CorkedTransport


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
async def corked(transport: Transport) -> CorkedTransport:
    return CorkedTransport(cast("asyncio.Transport", transport), asyncio.get_running_loop())


async def turn() -> None:
    """Let what the loop has to do be done."""
    done = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(done.set_result, None)
    await done


async def test_what_is_written_in_one_turn_of_the_loop_is_sent_at_once(
    corked: CorkedTransport, transport: Transport
) -> None:
    corked.write(b"head, ")
    corked.write(b"body")
    assert transport.sent == []
    await turn()
    assert transport.sent == [b"head, body"]


async def test_what_is_written_later_is_sent_by_itself(corked: CorkedTransport, transport: Transport) -> None:
    for part in (b"one", b"another"):
        corked.write(part)
        await turn()
    assert transport.sent == [b"one", b"another"]


async def test_what_was_written_is_sent_before_it_is_closed(
    corked: CorkedTransport, transport: Transport
) -> None:
    corked.write(b"goodbye")
    corked.close()
    await turn()
    assert transport.sent == [b"goodbye"]
    assert corked.is_closing()


async def test_what_is_much_is_sent_in_the_same_turn_and_each_part_once(
    corked: CorkedTransport, transport: Transport
) -> None:
    parts = [bytes([number]) * (KEPT_MOST // 3) for number in range(10)]
    for written, part in enumerate(parts, start=1):
        corked.write(part)
        assert sum(map(len, parts[:written])) - sum(map(len, transport.sent)) < KEPT_MOST
    await turn()
    assert b"".join(transport.sent) == b"".join(parts)


async def test_what_was_written_to_a_connection_that_closed_meanwhile_is_dropped(
    corked: CorkedTransport, transport: Transport
) -> None:
    corked.write(b"too late")
    transport.close()
    await turn()
    assert transport.sent == []
