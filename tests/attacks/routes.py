"""All that an application answers to, to be tried one after the other."""

from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute

from tests.http.world import NEVER, World

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def routes(app: Litestar) -> list[tuple[str, str]]:
    """List methods and addresses, each about what never was."""
    return [
        (method, named(route.path_format))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods
    ]


def commands(app: Litestar) -> list[tuple[str, str]]:
    """List what changes something, as far as its method says so."""
    return [(method, address) for method, address in routes(app) if method not in SAFE]


async def described(world: World) -> dict[tuple[str, str], Any]:
    """Read which operations there are, by method and address."""
    paths = (await world.guest().ok("GET", "/schema/openapi.json"))["paths"]
    return {
        (method.upper(), named(path)): operation
        for path, operations in paths.items()
        for method, operation in operations.items()
    }


def takes_json(operation: Any) -> bool:
    """Tell whether something is sent along as JSON."""
    return "application/json" in operation.get("requestBody", {}).get("content", {})


def named(path: str) -> str:
    """Put an id that was never issued in the place of each parameter of a path."""
    parts = (str(NEVER) if part.startswith("{") else part for part in path.split("/"))
    return "/".join(parts)
