"""Who asks: the session's token, in a cookie for the page and as a bearer token for clients (RFC 6750)."""

from collections.abc import Sequence
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler
from litestar.params import HeaderParameter

from wexstream.domain.model import throttling
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.sessions import Recognised, Sessions
from wexstream.entrypoints.allowances import Allowances
from wexstream.entrypoints.http.cookies import Cookies
from wexstream.entrypoints.http.dependencies import Given
from wexstream.entrypoints.http.problems import SAFE_METHODS, CrossSite, OtherAccount

_NETWORK: Final = 64  # bits of an IPv6 address, of which one household or machine has the rest
BY_SESSION: Final[Sequence[dict[str, list[str]]]] = [{"cookie": []}, {"bearer": []}]
"""Who may ask, as it is described: where 401 is an answer, unless the route itself says one of the others."""
OPEN: Final[Sequence[dict[str, list[str]]]] = [{}]
EITHER_WAY: Final = [*OPEN, *BY_SESSION]
FROM_ANYWHERE: Final = "from_anywhere"
"""The option of handlers that no cookie opens: whose page has a browser ask does not matter there."""
_TO_BE_NOTED: Final = "viewer_to_be_noted"

AskedAs = Annotated[
    str,
    HeaderParameter(
        name="X-Account",
        format="account",
        pattern=r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$",
        description="As which account this is asked: where another is signed in by now, nothing is done.",
    ),
]


async def recognise(
    connection: ASGIConnection[Any, Any, Any, Any],
    sessions: Sessions,
    cookies: Cookies,
    allowances: Allowances,
) -> Recognised | None:
    """Find out who asks; None for nobody, whatever was shown. Raises TooMany.

    Who is signed in is counted by account: many may be at one place, and one at many.
    """
    token = _bearer(connection.headers.get("authorization")) or connection.cookies.get(cookies.session.name)
    recognised = await sessions.recognise(token) if token else None
    if recognised is None:
        require_pace(connection, allowances)
    else:
        account = recognised.viewer.account
        allowances.require("asking", account, throttling.ASKING_PER_ACCOUNT)
    return recognised


def require_pace(connection: ASGIConnection[Any, Any, Any, Any], allowances: Allowances) -> None:
    """Let anybody ask, whoever it is, as often as may be asked from one place. Raises TooMany."""
    allowances.require("asking", origin_of(connection), throttling.ASKING_PER_ORIGIN)


async def provide_viewer(
    request: Request[Any, Any, State],
    sessions: Given[Sessions],
    page_cookies: Given[Cookies],
    allowances: Given[Allowances],
    asked_as: AskedAs = "",
) -> Viewer | None:
    """Find out who asks, and whether that is to be noted; None for nobody.

    Raises TooMany, OtherAccount. All windows of a browser share a cookie: what one of them asks for may reach
    us when another has signed in somebody else.
    """
    recognised = await recognise(request, sessions, page_cookies, allowances)
    if recognised is None:
        return None
    if asked_as not in {"", str(recognised.viewer.account)}:
        raise OtherAccount
    if recognised.to_be_noted:
        request.scope["state"][_TO_BE_NOTED] = recognised.viewer
    return replace(recognised.viewer, origin=origin_of(request))


def viewer_to_be_noted(request: Request[Any, Any, State]) -> Viewer | None:
    """Find whose session's use is to be noted, once the answer is out or sooner; whoever asks notes it."""
    viewer = request.scope["state"].pop(_TO_BE_NOTED, None)
    return viewer if isinstance(viewer, Viewer) else None


async def refuse_other_sites(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Refuse what a browser sends on behalf of another site's page. Raises CrossSite."""
    safe = connection.scope.get("method") in SAFE_METHODS or handler.opt.get(FROM_ANYWHERE)
    if not safe and is_of_another_site(connection):
        raise CrossSite


def is_of_another_site(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Tell whether a browser sends this on behalf of another site's page.

    Browsers say where a request comes from in Sec-Fetch-Site (Fetch Metadata), older ones in Origin; other
    clients say neither, and no browser can be made to leave both out where it changes anything.
    """
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = connection.headers.get("origin")
    return origin is not None and _place(origin) != connection.headers.get("host")


def _place(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def origin_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Tell where somebody asks from, for throttling: an IPv4 address, however written, or an IPv6 network.

    What is no address is one place, as a proxy may pass on any word: else each were a place of its own.
    """
    host = connection.client.host if connection.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), _NETWORK), strict=False))


def _bearer(header: str | None) -> str | None:
    scheme, _, token = (header or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
