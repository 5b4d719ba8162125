"""Files of a folder as they are sent: compressed where it is of use, and again only when they are others."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from gzip import compress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response
from litestar.datastructures import State

from wexstream.domain.model.errors import NotFound
from wexstream.entrypoints.http.negotiation import has_already, takes_gzip

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


@dataclass(frozen=True, kw_only=True)
class File:
    """A file as it is sent, by the end of its name and what is in it."""

    suffix: str
    content: bytes

    @property
    def media_type(self) -> str:
        """Tell what it is."""
        return _TYPES[self.suffix]

    @cached_property
    def compressed(self) -> bytes | None:
        """Compress it, once; None where that is of no use."""
        return compress(self.content, mtime=0) if self.suffix in _TEXTS else None

    @cached_property
    def digest(self) -> str:
        """Tell what is in it from everything else that may be, once."""
        return sha256(self.content).hexdigest()[:32]


def files_of(folder: Path) -> Mapping[str, File]:
    """Read the files of a folder by name: no name that is asked for ever becomes a path.

    They are read at once, so that a page whose files are exchanged meanwhile does not come half from either.
    """
    return {
        path.name: File(suffix=path.suffix, content=path.read_bytes())
        for path in folder.iterdir()
        if path.is_file() and path.suffix in _TYPES
    }


def send(file: File, request: Request[Any, Any, State]) -> Response[bytes]:
    """Send a file, unless whoever asks has it; compressed it is another one (RFC 9110, 8.8.3.3)."""
    compressed = file.compressed if takes_gzip(request) else None
    tag = f'"{file.digest}"' if compressed is None else f'"{file.digest}-gzip"'
    headers = {"ETag": tag, "Vary": "Accept-Encoding"}
    if has_already(request, tag):
        return Response(b"", status_code=304, headers=headers)
    if compressed is None:
        return Response(file.content, media_type=file.media_type, headers=headers)
    return Response(compressed, media_type=file.media_type, headers={**headers, "Content-Encoding": "gzip"})


def send_from(files: Mapping[str, File], name: str, request: Request[Any, Any, State]) -> Response[bytes]:
    """Send one of the files by its name. Raises NotFound."""
    if name not in files:
        raise NotFound
    return send(files[name], request)
