"""Which methods a resource has beside those of its routes (HEAD and OPTIONS; RFC 9110, 9.3)."""

from collections.abc import Iterable
from typing import Final, cast

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.response.base import ASGIResponse
from litestar.routes import HTTPRoute
from litestar.status_codes import HTTP_204_NO_CONTENT
from litestar.types import ASGIApp, Receive, Scope, Send

_HEAD: Final = "wexstream.head"


class AllowedMethods(ASGIMiddleware):
    """Answers OPTIONS in place of Litestar, which names the methods of a path's first handler only."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Answer OPTIONS, and pass everything else on."""
        if scope.get("method") != "OPTIONS":
            await next_app(scope, receive, send)
            return
        routes = [
            route for route in scope["litestar_app"].routes if route.path_format == scope["path_template"]
        ]
        methods = {method for route in routes if isinstance(route, HTTPRoute) for method in route.methods}
        allow = {"allow": allowed(methods)}
        await ASGIResponse(headers=allow, status_code=HTTP_204_NO_CONTENT)(scope, receive, send)


def allowed(methods: Iterable[str]) -> str:
    """Name the methods of a resource as they are answered: what can be had by GET, by HEAD too."""
    named = set(methods)
    return ", ".join(sorted(named | {"HEAD"} if "GET" in named else named))


def answering_head(app: ASGIApp) -> ASGIApp:
    """Answer HEAD as GET is; to leave out the content is the affair of the server around it."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("method") == "HEAD":
            scope = cast("Scope", {**scope, "method": "GET", _HEAD: True})
        await app(scope, receive, send)

    return answer


def is_head(scope: Scope) -> bool:
    """Tell whether HEAD is answered as GET; content that has no end has to be left out by who makes it."""
    return _HEAD in scope
