"""The file of a backup: a tar archive, which other programs can open too.

First comes what it is (``wexstream.json``), then pictures as they lie in their folder, the rows of each table
in compressed pieces, what there has to be of each (``contents.json``), and last the digest of all that is
before it. So it is written in one go, and read only once nothing of it is missing or damaged.
"""

import gzip
import tarfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Annotated, BinaryIO, Final, TypeAlias
from uuid import UUID

import msgspec

from wexstream.domain.model.ids import PictureId
from wexstream.entrypoints.failure import Failure

FORM: Final = 1

_HEAD, _CONTENTS, _DIGEST = "wexstream.json", "contents.json", "sha256"
_PICTURES, _DATABASE = "pictures", "database"
_END = bytes(2 * tarfile.BLOCKSIZE)
_PIECE = 4 * 1024 * 1024  # bytes before they are compressed
_READ_AT_ONCE = 1024 * 1024

# What a backup says is shown at a terminal, which letters alone do nothing to.
_Version: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A[\w.+!-]{1,100}\Z")]

_NOT_UNDERSTOOD: Final = (
    *(tarfile.TarError, msgspec.DecodeError, RecursionError, ValueError, StopIteration),
    *(zlib.error, gzip.BadGzipFile, EOFError),
)


class _Origin(msgspec.Struct, frozen=True, kw_only=True):
    """In which form a backup is, and which version made it: so much is said in every form."""

    form: int
    wexstream: _Version


class Head(_Origin, frozen=True, kw_only=True):
    """What a backup is of: a database migrated how far, and when.

    ``secret`` is a mark by which the server's secret is recognised, and nothing can be told of it.
    """

    made_at: datetime
    revision: _Version
    secret: str


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table: its columns in their order, and how many rows there are."""

    name: str
    columns: tuple[str, ...]
    rows: int


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What there is of it: tables in their order, and the pictures that their rows refer to."""

    tables: tuple[Table, ...]
    pictures: tuple[PictureId, ...]


class Writer:
    """Writes a backup. Each method raises Failure."""

    def __init__(self, file: BinaryIO, name: Path, head: Head) -> None:
        self._file = file
        self._name = name
        self._digest = sha256()
        self._at = int(head.made_at.timestamp())
        self._add(_HEAD, _written(head))

    def add_picture(self, picture: PictureId, content: bytes) -> None:
        """Add a picture, as it lies in its folder."""
        self._add(f"{_PICTURES}/{picture.hex[-2:]}/{picture.hex}.webp", content)

    def finish(self, contents: Contents) -> None:
        """Add what there has to be, and the digest."""
        self._add(_CONTENTS, _written(contents))
        self._add(_DIGEST, f"{self._digest.hexdigest()}\n".encode())
        self._write(_END)

    @contextmanager
    def table(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Have what adds the rows of a table, in as many parts as they come."""
        waiting, number = bytearray(), 0

        def add() -> None:
            nonlocal number
            number += 1
            piece = gzip.compress(waiting, compresslevel=6, mtime=self._at)
            self._add(f"{_DATABASE}/{name}/{number:06}.gz", piece)
            waiting.clear()

        def write(part: bytes) -> None:
            waiting.extend(part)
            if len(waiting) >= _PIECE:
                add()

        yield write
        if waiting:
            add()

    def _add(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = len(content), 0o600, self._at
        self._write(member.tobuf(tarfile.USTAR_FORMAT) + content + bytes(-len(content) % tarfile.BLOCKSIZE))

    def _write(self, part: bytes) -> None:
        self._digest.update(part)
        with _telling(self._name, "written"):
            self._file.write(part)


class Reader:
    """Reads a backup that is whole and undamaged. Each method raises Failure."""

    def __init__(self, path: Path, *, passed: Callable[[int], None]) -> None:
        """Look whether it is: ``passed`` is told how many further bytes were."""
        self._path = path
        self._pieces: defaultdict[str, list[tarfile.TarInfo]] = defaultdict(list)
        with _telling(path, "read"):
            self._file = path.open("rb")
        try:
            with self._understood():
                self.head = self._read_head()
                self.contents = self._read_contents(passed)
        except BaseException:
            self.close()
            raise

    def pictures(self) -> Iterator[tuple[PictureId, bytes]]:
        """Read the pictures that rows refer to, each once."""
        wanted = set(self.contents.pictures)
        with self._understood():
            for member in self._members():
                if not member.name.startswith(f"{_PICTURES}/"):
                    continue
                picture = PictureId(UUID(Path(member.name).stem))
                if picture in wanted:
                    wanted.remove(picture)
                    yield picture, self._content(member)
            if wanted:
                raise tarfile.ReadError

    def rows(self, table: str) -> Iterator[bytes]:
        """Read the rows of a table, in parts that are small, however large a piece becomes."""
        with self._understood():
            (left,) = (one.rows for one in self.contents.tables if one.name == table)
            for member in self._pieces[table]:
                with gzip.GzipFile(fileobj=BytesIO(self._content(member))) as piece:
                    while part := piece.read(_READ_AT_ONCE):
                        left -= part.count(b"\n")  # a row is a line
                        yield part
            if left:
                raise tarfile.ReadError

    def close(self) -> None:
        """Read no more."""
        self._file.close()

    def _read_head(self) -> Head:
        content = self._content(next(self._members()), _HEAD)
        origin = msgspec.json.decode(content, type=_Origin)
        if origin.form != FORM:
            raise Failure(
                f"{self._path} was made by a newer Wexstream ({origin.wexstream}). Restore it with that one."
            )
        return msgspec.json.decode(content, type=Head)

    def _read_contents(self, passed: Callable[[int], None]) -> Contents:
        before = last = None
        for member in self._members():
            before, last = last, member
            folder, _, rest = member.name.partition("/")
            if folder == _DATABASE:
                self._pieces[rest.partition("/")[0]].append(member)
        if before is None or last is None:
            raise tarfile.ReadError
        self._require(last, passed)
        return msgspec.json.decode(self._content(before, _CONTENTS), type=Contents)

    def _members(self) -> Iterator[tarfile.TarInfo]:
        """Find what is in it; one by one, as tarfile itself would keep all that it has seen."""
        place = 0
        while (block := self._at(place, tarfile.BLOCKSIZE)) != bytes(tarfile.BLOCKSIZE):
            member = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
            member.offset, member.offset_data = place, place + tarfile.BLOCKSIZE
            if member.size < 0:  # tar has a way to write that, and there would be no end
                raise tarfile.ReadError
            yield member
            place = member.offset_data + member.size + -member.size % tarfile.BLOCKSIZE

    def _require(self, last: tarfile.TarInfo, passed: Callable[[int], None]) -> None:
        """Require that all before the last member is as it was written."""
        said, digest, left = self._content(last, _DIGEST), sha256(), last.offset
        self._file.seek(0)
        while left and (part := self._file.read(min(left, _READ_AT_ONCE))):
            digest.update(part)
            left -= len(part)
            passed(len(part))
        if digest.hexdigest().encode() != said.strip():
            raise tarfile.ReadError

    def _content(self, member: tarfile.TarInfo, name: str | None = None) -> bytes:
        if name not in {None, member.name}:
            raise tarfile.ReadError
        return self._at(member.offset_data, member.size)

    def _at(self, place: int, size: int) -> bytes:
        self._file.seek(place)
        content = self._file.read(size)
        if len(content) != size:
            raise tarfile.ReadError
        return content

    @contextmanager
    def _understood(self) -> Iterator[None]:
        with _telling(self._path, "read"):
            try:
                yield
            except _NOT_UNDERSTOOD as error:
                raise Failure(f"{self._path} is no backup of Wexstream, or not whole, or damaged.") from error


def written_head(*, wexstream: str, revision: str, secret: str) -> Head:
    """Say what a backup that is made now is of."""
    return Head(form=FORM, wexstream=wexstream, made_at=datetime.now(UTC), revision=revision, secret=secret)


def _written(value: msgspec.Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


@contextmanager
def _telling(path: Path, done: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Failure(f"{path} cannot be {done}: {error.strerror or error}.") from error
