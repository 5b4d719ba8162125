"""What is written to one stream, whatever its client does."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.support.builders import account, viewer
from tests.support.streams import Event, Reader
from wexstream.domain.model.stream import Ending
from wexstream.entrypoints.events import stream as streams
from wexstream.entrypoints.events.stream import Stream
from wexstream.ports.push import Topic
from wexstream.ports.views import Counters

NONE = {"messages": 0, "notifications": 0, "requests": 0}
SOME = {"messages": 1, "notifications": 0, "requests": 0}
ADA = account()
FAR = 3_600.0  # seconds


def counters(*, messages: int = 0) -> Counters:
    return Counters(messages=messages, notifications=0, requests=0)


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
async def stream(reader: Reader) -> AsyncIterator[Stream]:
    stream = Stream(viewer(ADA), reader)
    yield stream
    stream.close()


async def in_a_moment() -> None:
    """Let happen what is due."""
    for _ in range(10):
        await asyncio.sleep(0)


async def begun(stream: Stream, reader: Reader) -> None:
    stream.begin(counters(), within=0)
    assert await reader.next() == Event(kind="snapshot", data={"account": str(ADA.id), "counters": NONE})


async def test_before_it_has_begun_it_tells_nothing(stream: Stream, reader: Reader) -> None:
    stream.tell({Topic.LIVE}, None, within=0)
    await in_a_moment()
    await begun(stream, reader)
    stream.tell({Topic.TIMELINE}, None, within=0)
    assert await reader.next() == Event(kind="changed", data={"topics": ["timeline"]})


async def test_while_its_client_does_not_read_one_event_waits_and_all_else_is_merged_into_it(
    stream: Stream, reader: Reader
) -> None:
    await begun(stream, reader)
    reader.reads.clear()
    stream.tell({Topic.LIVE}, None, within=0)
    await reader.until(lambda reader: reader.waits)
    for number in range(10_000):
        stream.tell({Topic.MESSAGES, Topic.TIMELINE}, counters(messages=number), within=0)
    stream.tell({Topic.LIVE}, None, within=0)
    reader.reads.set()
    assert await reader.next() == Event(kind="changed", data={"topics": ["live"]})
    merged = await reader.next()
    assert merged.topics == {"timeline", "live", "messages"}
    assert merged.data["counters"] == SOME | {"messages": 9_999}
    stream.finish()
    await reader.until(lambda reader: reader.over)
    assert reader.count == len(reader.events)


async def test_who_is_told_several_things_at_once_has_the_longest_time_to_look_at_them(
    stream: Stream, reader: Reader
) -> None:
    await begun(stream, reader)
    stream.tell({Topic.LIVE}, counters(messages=1), within=FAR)
    stream.tell({Topic.TIMELINE}, None, within=FAR)
    stream.tell({Topic.ACCOUNT}, None, within=0)
    told = await reader.next()
    data = {"topics": ["timeline", "live", "account"], "counters": SOME, "within": FAR}
    assert told == Event(kind="changed", data=data)
    stream.tell({Topic.LIVE}, None, within=0)
    assert await reader.next() == Event(kind="changed", data={"topics": ["live"]})


async def test_where_everything_is_to_be_looked_at_again_nothing_else_is_told(
    stream: Stream, reader: Reader
) -> None:
    await begun(stream, reader)
    stream.tell({Topic.LIVE}, counters(), within=FAR)
    stream.begin(counters(), within=FAR)
    stream.tell({Topic.TIMELINE}, counters(messages=1), within=0)
    assert await reader.next() == Event(
        kind="snapshot", data={"account": str(ADA.id), "counters": SOME, "within": FAR}
    )
    stream.end(Ending.SIGNED_OUT)
    assert (await reader.next()).kind == "end"


async def test_its_end_is_told_at_once_and_last(stream: Stream, reader: Reader) -> None:
    await begun(stream, reader)
    stream.tell({Topic.LIVE}, None, within=FAR)
    stream.end(Ending.SUSPENDED)
    stream.tell({Topic.LIVE}, None, within=0)
    assert await reader.next() == Event(kind="end", data={"reason": "suspended"})
    await reader.until(lambda reader: reader.over)
    stream.tell({Topic.LIVE}, None, within=0)
    stream.end(Ending.TOO_MANY)
    await in_a_moment()
    assert reader.written.endswith('{"reason":"suspended"}\n\n')


async def test_who_reads_at_last_is_told_the_end_too(stream: Stream, reader: Reader) -> None:
    await begun(stream, reader)
    reader.reads.clear()
    stream.tell({Topic.LIVE}, None, within=0)
    await reader.until(lambda reader: reader.waits)
    stream.tell({Topic.TIMELINE}, None, within=0)
    stream.end(Ending.SIGNED_OUT)
    reader.reads.set()
    await reader.until(lambda reader: reader.over)
    assert [event.kind for event in reader.events] == ["snapshot", "changed", "end"]


async def test_while_there_is_nothing_to_tell_it_shows_that_it_lives(
    monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_EVERY", 0.01)
    stream = Stream(viewer(ADA), reader)
    await reader.until(lambda reader: reader.written == ":\n\n" * 3)
    stream.begin(counters(), within=FAR)
    await reader.next()
    stream.close()


async def test_once_its_client_has_gone_nothing_is_written(reader: Reader) -> None:
    for reads in (True, False):
        stream = Stream(viewer(ADA), reader)
        if not reads:
            reader.reads.clear()
            stream.begin(counters(), within=0)
            await reader.until(lambda reader: reader.waits)
        stream.close()
        stream.begin(counters(), within=0)
        stream.end(Ending.SIGNED_OUT)
    reader.reads.set()
    await in_a_moment()
    assert reader.written == ""


async def test_a_mistake_is_logged_and_what_comes_next_is_written(caplog: pytest.LogCaptureFixture) -> None:
    reader, mistakes = Reader(), [ValueError("a mistake")]

    async def write(chunk: bytes, *, last: bool) -> None:
        if mistakes:
            raise mistakes.pop()
        await reader(chunk, last=last)

    stream = Stream(viewer(ADA), write)
    stream.begin(counters(), within=0)
    async with asyncio.timeout(30):
        while mistakes:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0)
    stream.tell({Topic.LIVE}, None, within=0)
    assert (await reader.next()).topics == {"live"}
    assert "a stream could not be written to" in caplog.text
    stream.close()
