"""Files of a folder as they are sent: compressed where it is of use, and again only when they are others."""

from dataclasses import dataclass
from functools import cache
from gzip import compress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response
from litestar.datastructures import State

from wexstream.domain.model.errors import NotFound

_TYPES: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_TEXTS: Final = frozenset({".css", ".html", ".js", ".svg", ".txt", ".webmanifest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it is sent; None where compressing it is of no use."""

    media_type: str
    content: bytes
    compressed: bytes | None
    tag: str


@cache
def names(folder: Path) -> frozenset[str]:
    """List the files of a folder by name: no name that is asked for ever becomes a path."""
    return frozenset(file.name for file in folder.iterdir() if file.is_file() and file.suffix in _TYPES)


@cache
def read(path: Path) -> File:
    """Read a file, once."""
    return written(path.read_bytes(), path.suffix)


def written(content: bytes, suffix: str) -> File:
    """Make a file of what would be in it."""
    return File(
        media_type=_TYPES[suffix],
        content=content,
        compressed=compress(content, mtime=0) if suffix in _TEXTS else None,
        tag=f'"{sha256(content).hexdigest()[:32]}"',
    )


def send(file: File, request: Request[Any, Any, State]) -> Response[bytes]:
    """Send a file, unless whoever asks has it."""
    headers = {"ETag": file.tag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == file.tag:
        return Response(b"", status_code=304, headers=headers)
    if file.compressed is None or "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(file.content, media_type=file.media_type, headers=headers)
    return Response(
        file.compressed, media_type=file.media_type, headers={**headers, "Content-Encoding": "gzip"}
    )


def send_from(folder: Path, name: str, request: Request[Any, Any, State]) -> Response[bytes]:
    """Send a file of a folder by its name. Raises NotFound."""
    if name not in names(folder):
        raise NotFound
    return send(read(folder / name), request)
