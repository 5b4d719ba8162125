"""Which methods a resource has (OPTIONS; RFC 9110, 9.3.7)."""

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.response.base import ASGIResponse
from litestar.routes import HTTPRoute
from litestar.status_codes import HTTP_204_NO_CONTENT
from litestar.types import ASGIApp, Receive, Scope, Send


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
        allow = {"allow": ", ".join(sorted(methods))}
        await ASGIResponse(headers=allow, status_code=HTTP_204_NO_CONTENT)(scope, receive, send)
