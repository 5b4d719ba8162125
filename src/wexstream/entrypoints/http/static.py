"""Files that pages are made of, from the package itself: /static."""

from functools import cache
from gzip import compress
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from litestar import Request, Response, get
from litestar.datastructures import CacheControlHeader, State
from litestar.params import FromPath

from wexstream.domain.model.errors import NotFound
from wexstream.entrypoints.http.negotiation import takes_gzip

COMPRESSED: Final = "compressed"
"""The option of handlers whose answers are not to be compressed once more."""

_CSS, _JAVASCRIPT, _SVG = "text/css; charset=utf-8", "text/javascript; charset=utf-8", "image/svg+xml"
_FILES: Final = {
    "page.css": ("page.css", _CSS),
    "mark.svg": ("mark.svg", _SVG),
    "api.css": ("api.css", _CSS),
    "api.js": ("api.js", _JAVASCRIPT),
    "swagger-ui.css": ("swagger-ui/swagger-ui.css", _CSS),
    "swagger-ui-bundle.js": ("swagger-ui/swagger-ui-bundle.js", _JAVASCRIPT),
}
_FOR_GOOD: Final = CacheControlHeader(public=True, max_age=365 * 24 * 3600, immutable=True)


def address(name: str) -> str:
    """Tell where a file is to be had: elsewhere as soon as its content is another, so that caches keep it."""
    return f"/static/{_digest(name)}/{name}"


@get(
    "/static/{digest:str}/{name:str}",
    include_in_schema=False,
    sync_to_thread=True,  # to compress a large one takes a moment, once
    cache_control=_FOR_GOOD,
    opt={COMPRESSED: True},
)
def get_static(
    digest: FromPath[str], name: FromPath[str], request: Request[Any, Any, State]
) -> Response[bytes]:
    """Hand out a file. Raises NotFound, of what it was in another version too."""
    if name not in _FILES or digest != _digest(name):
        raise NotFound
    media_type, headers = _FILES[name][1], {"Vary": "Accept-Encoding"}
    if not takes_gzip(request):
        return Response(_content(name), media_type=media_type, headers=headers)
    return Response(_compressed(name), media_type=media_type, headers={**headers, "Content-Encoding": "gzip"})


def _content(name: str) -> bytes:
    return files("wexstream.entrypoints.http").joinpath("static_files", _FILES[name][0]).read_bytes()


@cache
def _digest(name: str) -> str:
    return sha256(_content(name)).hexdigest()[:16]


@cache
def _compressed(name: str) -> bytes:
    return compress(_content(name), mtime=0)
