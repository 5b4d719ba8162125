"""The web page: its built files, and one document for every address that a person may open."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, Router, get
from litestar.datastructures import CacheControlHeader, State
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from wexstream.domain.model.errors import NotFound, TooMany
from wexstream.domain.usecases.conferences import Conferences
from wexstream.domain.usecases.policy import Policy
from wexstream.entrypoints.allowances import Allowances
from wexstream.entrypoints.http.authentication import require_pace
from wexstream.entrypoints.http.dependencies import Given
from wexstream.entrypoints.http.files import File, files_of, send, send_from
from wexstream.entrypoints.http.headers import SHOWN_ELSEWHERE
from wexstream.entrypoints.http.static import COMPRESSED
from wexstream.entrypoints.http.unfurling import previewed, unfurled

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


def page_routes(page: Page, url: str) -> list[ControllerRouterHandler]:
    """Make the routes of a page, for a public address.

    Its assets are named after what is in them, so that caches keep them.
    """
    beside, assets, icons = (files_of(page.folder / part) for part in ("", "assets", "icons"))
    page_itself = beside[_DOCUMENT]
    document = {"Content-Security-Policy": page.policy(), "Permissions-Policy": page.permissions()}

    @get("/assets/{name:str}", cache_control=_FOR_GOOD)
    async def get_asset(name: FromPath[str], request: Request[Any, Any, State]) -> Response[bytes]:
        """Hand out an asset. Raises NotFound."""
        return send_from(assets, name, request)

    @get("/icons/{name:str}", cache_control=_ASK_AGAIN)
    async def get_icon(name: FromPath[str], request: Request[Any, Any, State]) -> Response[bytes]:
        """Hand out an icon, to be shown beside links to us too. Raises NotFound."""
        answer = send_from(icons, name, request)
        answer.headers.update(SHOWN_ELSEWHERE)
        return answer

    @get("/conference", cache_control=_ASK_AGAIN)
    async def get_conference_page(
        request: Request[Any, Any, State],
        conferences: Given[Conferences],
        policy: Given[Policy],
        allowances: Given[Allowances],
    ) -> Response[bytes]:
        """Hand out the document, with what anybody may see of the conference in its head. Raises NotFound.

        Also to programs that take anything, as those do that look at what a link leads to. Where too much is
        asked for from one place, it is the document alone.
        """
        if not _asks_for_a_page(request) and "*/*" not in request.headers.get("accept", "*/*"):
            raise NotFound
        file, language = page_itself, policy.default_language
        preview = None
        with suppress(TooMany):
            require_pace(request, allowances)
            preview = await previewed(conferences, request.query_params.get("c", ""))
        if preview is not None:
            content = unfurled(file.content, preview, url=url, language=language)
            file = File(suffix=file.suffix, content=content)
        answer = send(file, request)
        answer.headers.update(document)
        return answer

    @get(["/", "/{path:path}"], cache_control=_ASK_AGAIN)
    async def get_page(request: Request[Any, Any, State]) -> Response[bytes]:
        """Hand out a file beside the document, or else the document for a person. Raises NotFound.

        A service worker is held to the policy of its script.
        """
        name = request.scope["path"].strip("/")
        if "/" not in name and name in beside and name != _DOCUMENT:
            answer = send(beside[name], request)
            answer.headers["Content-Security-Policy"] = _OWN
            return answer
        if name.partition("/")[0] in _NOT_FOR_PEOPLE or not _asks_for_a_page(request):
            raise NotFound
        answer = send(page_itself, request)
        answer.headers.update(document)
        return answer

    handlers = [get_asset, get_icon, get_conference_page, get_page]
    options = {COMPRESSED: True}
    return [Router("/", route_handlers=handlers, include_in_schema=False, opt=options)]


def _asks_for_a_page(request: Request[Any, Any, State]) -> bool:
    return "text/html" in request.headers.get("accept", "")
