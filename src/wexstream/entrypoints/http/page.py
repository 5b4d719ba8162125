"""The web page: its built files, and one document for every address that a person may open."""

from dataclasses import dataclass
from functools import cache
from gzip import compress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, Router, get
from litestar.datastructures import CacheControlHeader, State
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from wexstream.domain.model.errors import NotFound
from wexstream.entrypoints.http.static import COMPRESSED

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
_POWERS: Final = ("camera", "microphone", "display-capture", "fullscreen", "autoplay", "screen-wake-lock")
_NO_POWERS: Final = ("geolocation", "payment", "usb", "serial", "midi")
_OWN: Final = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_DOCUMENT: Final = "index.html"
_NOTHING: Final = "'none'"
_FOR_GOOD: Final = CacheControlHeader(public=True, max_age=365 * 24 * 3600, immutable=True)
_ASK_AGAIN: Final = CacheControlHeader(no_cache=True)
_NOT_FOR_PEOPLE: Final = frozenset(
    {"api", "assets", "dev", "healthz", "metrics", "readyz", "schema", "static"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The folder of a built page, and what of a Jitsi server it may load and show.

    ``script`` and ``frame`` are origins (RFC 6454), or None where meetings need no server of their own.
    """

    folder: Path
    script: str | None = None
    frame: str | None = None

    def policy(self) -> str:
        """Write what the document may load: what is our own, and what Jitsi needs (CSP 3)."""
        script = f" {self.script}" if self.script else ""
        return "; ".join(
            (
                "default-src 'self'",
                f"script-src 'self'{script}",
                "style-src 'self'",
                "style-src-attr 'none'",
                "img-src 'self' data: blob:",
                "media-src 'self' blob: mediastream:",
                f"frame-src {self.frame or _NOTHING}",
                "worker-src 'self'",
                "base-uri 'none'",
                "object-src 'none'",
                "frame-ancestors 'none'",
                "form-action 'self'",
                "require-trusted-types-for 'script'",
                "trusted-types app",
            )
        )

    def permissions(self) -> str:
        """Write which powers the document may use and hand on to Jitsi (Permissions Policy)."""
        frame = f' "{self.frame}"' if self.frame else ""
        return ", ".join(
            [*(f"{power}=(self{frame})" for power in _POWERS), *(f"{no}=()" for no in _NO_POWERS)]
        )


def built_page() -> Path | None:
    """Find the built page: beside this module where it is installed, else where the repository has it."""
    places = (Path(__file__).with_name("page_files"), Path(__file__).parents[4] / "frontend" / "dist")
    return next((place for place in places if (place / "index.html").is_file()), None)


def page_routes(page: Page) -> list[ControllerRouterHandler]:
    """Make the routes of a page. Its assets are named after what is in them, so that caches keep them."""
    document = {"Content-Security-Policy": page.policy(), "Permissions-Policy": page.permissions()}

    @get("/assets/{name:str}", cache_control=_FOR_GOOD)
    async def get_asset(name: FromPath[str], request: Request[Any, Any, State]) -> Response[bytes]:
        """Hand out an asset. Raises NotFound."""
        return _answer(page.folder / "assets", name, request)

    @get("/icons/{name:str}", cache_control=_ASK_AGAIN)
    async def get_icon(name: FromPath[str], request: Request[Any, Any, State]) -> Response[bytes]:
        """Hand out an icon. Raises NotFound."""
        return _answer(page.folder / "icons", name, request)

    @get(["/", "/{path:path}"], cache_control=_ASK_AGAIN)
    async def get_page(request: Request[Any, Any, State]) -> Response[bytes]:
        """Hand out a file beside the document, or else the document for a person. Raises NotFound.

        A service worker is held to the policy of its script.
        """
        name = request.scope["path"].strip("/")
        if "/" not in name and name in _names(page.folder) and name != _DOCUMENT:
            answer = _answer(page.folder, name, request)
            answer.headers["Content-Security-Policy"] = _OWN
            return answer
        if name.partition("/")[0] in _NOT_FOR_PEOPLE or not _asks_for_a_page(request):
            raise NotFound
        answer = _answer(page.folder, _DOCUMENT, request)
        answer.headers.update(document)
        return answer

    options = {COMPRESSED: True}
    return [Router("/", route_handlers=[get_asset, get_icon, get_page], include_in_schema=False, opt=options)]


def _asks_for_a_page(request: Request[Any, Any, State]) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _answer(folder: Path, name: str, request: Request[Any, Any, State]) -> Response[bytes]:
    if name not in _names(folder):
        raise NotFound
    file = _read(folder / name)
    headers = {"ETag": file.tag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == file.tag:
        return Response(b"", status_code=304, headers=headers)
    if file.compressed is None or "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(file.content, media_type=file.media_type, headers=headers)
    return Response(
        file.compressed, media_type=file.media_type, headers={**headers, "Content-Encoding": "gzip"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file as it is sent; None where compressing it is of no use."""

    media_type: str
    content: bytes
    compressed: bytes | None
    tag: str


@cache
def _names(folder: Path) -> frozenset[str]:
    """List the files of a folder by name: no name that is asked for ever becomes a path."""
    return frozenset(file.name for file in folder.iterdir() if file.is_file() and file.suffix in _TYPES)


@cache
def _read(file: Path) -> _File:
    content = file.read_bytes()
    return _File(
        media_type=_TYPES[file.suffix],
        content=content,
        compressed=compress(content, mtime=0) if file.suffix in _TEXTS else None,
        tag=f'"{sha256(content).hexdigest()[:32]}"',
    )
