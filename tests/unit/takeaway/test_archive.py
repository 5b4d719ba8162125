"""The archive that somebody takes along."""

import json
import re
import tracemalloc
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from html.parser import HTMLParser
from io import BytesIO
from typing import Any, get_args, get_origin, get_type_hints
from zipfile import BadZipFile, ZipFile

import pytest

from tests.support.builders import IDS
from tests.support.clock import NOW
from tests.support.taking_along import Kept
from tests.unit.takeaway.conftest import WORDS
from wexstream.domain.model.account import Language
from wexstream.domain.model.ids import MessageId
from wexstream.domain.model.message import Box
from wexstream.domain.usecases.privacy import TakenAlong
from wexstream.entrypoints.takeaway.archive import pack
from wexstream.entrypoints.takeaway.words import words_of
from wexstream.ports import views
from wexstream.ports.persistence import StorageUnavailable

PAGE = 200
_PARTS = [name for name, hint in get_type_hints(views.Export).items() if get_origin(hint) is AsyncIterable]


class Counting(Kept):
    """A sink that keeps nothing."""

    def write(self, data: Any, /) -> int:
        return len(data)


def letter(number: int) -> views.OwnMessage:
    return views.OwnMessage(
        id=MessageId(IDS.new()),
        box=Box.INBOX,
        sender="Bob",
        recipients=[],
        subject=f"Letter {number}",
        body=f"{number} times tea. " * 50,
        read=False,
        created_at=NOW,
    )


async def letters(pages: int) -> AsyncGenerator[Sequence[views.OwnMessage]]:
    for page in range(pages):
        yield [letter(page * PAGE + number) for number in range(PAGE)]


async def packed(taken: TakenAlong) -> ZipFile:
    sink = Kept()
    await pack(taken, sink, None)
    return ZipFile(BytesIO(sink.getvalue()))


async def test_programs_find_every_part_whether_or_not_there_is_anything_in_it(taken: TakenAlong) -> None:
    data = json.loads((await packed(taken)).read("data.json"))
    assert list(data) == [field.name for field in fields(views.Export)]
    assert data["account"]["full_name"] == "Ada Lovelace"
    assert [one["subject"] for one in data["messages"]] == [WORDS]
    assert (len(data["conferences"]), data["reports"], data["suspended_at"]) == (1, [], None)


async def test_every_page_is_found_from_the_first_one_which_shows_the_picture(taken: TakenAlong) -> None:
    archive = await packed(taken)
    names = archive.namelist()
    index = archive.read("index.html").decode()
    linked = set(re.findall(r'(?:href|src)="([^"]+)"', index))
    assert linked == {*names} - {"index.html"}
    assert {"messages-1.html", "data.json", "picture.webp"} <= linked
    assert archive.read("picture.webp") == taken.picture
    assert archive.testzip() is None


async def test_who_has_no_picture_finds_none(taken: TakenAlong) -> None:
    archive = await packed(replace(taken, picture=None))
    assert "picture.webp" not in archive.namelist()
    assert b"<img" not in archive.read("index.html")


class Seen(HTMLParser):
    """What a browser makes of a page: its elements, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


async def test_what_people_wrote_is_text_and_nothing_runs_or_is_loaded(taken: TakenAlong) -> None:
    archive = await packed(taken)
    for name in archive.namelist():
        if name.endswith(".html"):
            page = Seen(archive.read(name).decode())
            assert {tag for tag, _ in page.elements} <= {
                *(
                    "html",
                    "head",
                    "meta",
                    "title",
                    "style",
                    "body",
                    "main",
                    "h1",
                    "h2",
                    "p",
                    "a",
                    "img",
                    "bdi",
                ),
                *("article", "dl", "dt", "dd"),
            }
            addresses = [got.get("href") or got.get("src") for _, got in page.elements]
            assert all(":" not in address for address in addresses if address)
    assert WORDS in Seen(archive.read("messages-1.html").decode()).text


async def test_pages_speak_and_run_as_the_reader_does_and_times_are_the_readers(taken: TakenAlong) -> None:
    language = taken.data.account.language
    archive = await packed(taken)
    page = Seen(archive.read("messages-1.html").decode())
    direction = "rtl" if language is Language.ARABIC else "ltr"
    assert page.elements[0] == ("html", {"lang": language, "dir": direction})
    assert words_of(language).parts["messages"] in page.text
    assert "2026-03-01 14:00:00" in page.text  # at noon in Greenwich


@pytest.mark.parametrize("name", ["Mars/Olympus", "Etc/Unknown", "Europe"])
async def test_times_of_who_has_a_time_zone_that_is_unknown_here_are_utc_and_it_says_so(
    taken: TakenAlong, name: str
) -> None:
    account = replace(taken.data.account, time_zone=name)
    archive = await packed(replace(taken, data=replace(taken.data, account=account)))
    assert "2026-03-01 12:00:00" in Seen(archive.read("messages-1.html").decode()).text
    index = archive.read("index.html").decode()
    assert f"<p>{words_of(account.language).times} <bdi>UTC</bdi></p>" in index
    assert f"<bdi>{name}</bdi>" in index


async def test_a_large_one_is_many_pages_and_programs_still_find_one_list(taken: TakenAlong) -> None:
    archive = await packed(replace(taken, data=replace(taken.data, messages=letters(3))))
    assert {f"messages-{number}.html" for number in (1, 2, 3)} <= {*archive.namelist()}
    data = json.loads(archive.read("data.json"))
    assert [one["subject"] for one in data["messages"]] == [f"Letter {n}" for n in range(3 * PAGE)]


async def test_a_large_one_takes_no_more_memory_than_a_small_one(taken: TakenAlong) -> None:
    async def most(pages: int) -> int:
        data = replace(taken.data, messages=letters(pages))
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        await pack(replace(taken, data=data), Counting(), None)
        _, peak = tracemalloc.get_traced_memory()
        return peak - before

    await most(1)  # templates are read, and the other parts
    tracemalloc.start()
    try:
        small, large = await most(2), await most(20)  # the latter is 4 MB of JSON
    finally:
        tracemalloc.stop()
    assert large < 1.5 * small


async def test_one_that_breaks_off_is_no_archive(taken: TakenAlong) -> None:
    async def broken() -> AsyncGenerator[Sequence[views.OwnMessage]]:
        yield [letter(1)]
        raise StorageUnavailable

    sink = Kept()
    with pytest.raises(StorageUnavailable):
        await pack(replace(taken, data=replace(taken.data, messages=broken())), sink, None)
    with pytest.raises(BadZipFile):
        ZipFile(BytesIO(sink.getvalue()))


def said(hint: Any) -> tuple[set[str], set[str]]:
    """Name the fields, and the values, that people may be shown of what is of a type."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        return set(), {str(member.value) for member in hint}
    inner = {str(number): one for number, one in enumerate(get_args(hint))}
    hints = get_type_hints(hint) if is_dataclass(hint) else inner
    names: set[str] = set()
    values: set[str] = set()
    for name, one in hints.items():
        more = said(one)
        names |= more[0] if more[0] or not is_dataclass(hint) else {name}
        values |= more[1]
    return names, values


@pytest.mark.parametrize("language", Language)
def test_there_are_words_for_everything_that_can_be_in_it(language: Language) -> None:
    words = words_of(language)
    names, values = said(views.Export)
    where = f"src/wexstream/entrypoints/takeaway/words/{language}.toml"
    assert {*words.parts} == {*_PARTS}, f"Name each part of views.Export under [parts] in {where}."
    assert {*words.fields} == names, f"Name each field that is exported under [fields] in {where}."
    assert {*words.values} == values, f"Say what each value means under [values] in {where}."
