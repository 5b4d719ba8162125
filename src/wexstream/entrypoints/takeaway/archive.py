"""What one takes along: a ZIP of JSON for programs, HTML for people, and the picture, made as it is read."""

from collections.abc import AsyncIterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any, Final, Protocol, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
from anyio.to_thread import run_sync

from wexstream.domain.usecases.privacy import TakenAlong
from wexstream.entrypoints.takeaway.readable import Reader
from wexstream.ports import views

_BLOCK: Final = 64 * 1024


class Sink(Protocol):
    """Where the archive goes: from its beginning to its end, and never back."""

    def write(self, data: bytes, /) -> int:
        """Add to the end."""
        ...

    def grown(self) -> None:
        """Tell that something was added."""
        ...


class _Output:
    """A sink as ``ZipFile`` wants one, which would write its directory even of what broke off."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.open = True

    def write(self, data: bytes) -> int:
        return self._sink.write(data) if self.open else len(data)

    def flush(self) -> None:
        """Do nothing: nothing is kept back."""


async def pack(taken: TakenAlong, sink: Sink, folder: Path | None) -> None:
    """Write the archive, holding no more than a page of it.

    Only whole it gets the directory at its end, without which a ZIP is none. What programs read is kept in a
    file in ``folder`` until all that people read is written, as a ZIP holds one thing after the other.
    """
    output = _Output(sink)
    try:
        with TemporaryFile(dir=folder) as data:
            packing = _Packing(output, data, taken.data)
            for name in packing.parts:
                async for rows in packing.pages(name):
                    await run_sync(packing.add_page, name, rows)
                    sink.grown()
                packing.end_part()
            await run_sync(packing.finish, taken.picture)
    finally:
        output.open = False


class _Packing:
    """An archive that is being made."""

    def __init__(self, output: _Output, data: IO[bytes], export: views.Export) -> None:
        self._files = ZipFile(cast("IO[bytes]", output), "w", ZIP_DEFLATED)
        self._data = data
        self._values: Mapping[str, Any] = {
            field.name: getattr(export, field.name) for field in fields(export)
        }
        self._facts = {name: value for name, value in self._values.items() if name not in self.parts}
        self._reader = Reader(export.account)
        self._pages: dict[str, int] = {}  # how many of each part there are
        self._separator = b"{"
        for name, value in self._facts.items():
            self._begin(name, b"")
            data.write(msgspec.json.encode(value))

    @property
    def parts(self) -> Sequence[str]:
        """Name what comes in pages."""
        return [name for name, value in self._values.items() if isinstance(value, AsyncIterable)]

    def pages(self, name: str) -> AsyncIterable[Sequence[Any]]:
        """Begin with a part."""
        self._pages[name] = 0
        self._begin(name, b"[")
        self._separator = b"\n"
        pages: AsyncIterable[Sequence[Any]] = self._values[name]
        return pages

    def add_page(self, name: str, rows: Sequence[Any]) -> None:
        """Write some of a part."""
        for row in rows:
            self._data.write(self._separator + msgspec.json.encode(row))
            self._separator = b",\n"
        self._pages[name] += 1
        number = self._pages[name]
        self._files.writestr(f"{name}-{number}.html", self._reader.page(name, number, rows))

    def end_part(self) -> None:
        """Write that this was all of it."""
        self._data.write(b"]")
        self._separator = b",\n"

    def finish(self, picture: bytes | None) -> None:
        """Write the rest, and the directory."""
        index = self._reader.index(self._facts, self._pages, has_picture=picture is not None)
        self._files.writestr("index.html", index)
        if picture is not None:
            self._files.writestr("picture.webp", picture)
        self._data.write(b"}\n")
        self._data.seek(0)
        data = ZipInfo("data.json")
        data.compress_type = ZIP_DEFLATED
        with self._files.open(data, "w", force_zip64=True) as entry:
            copyfileobj(self._data, entry, _BLOCK)
        self._files.close()

    def _begin(self, name: str, opening: bytes) -> None:
        self._data.write(self._separator + b'"' + name.encode() + b'":' + opening)
        self._separator = b",\n"
