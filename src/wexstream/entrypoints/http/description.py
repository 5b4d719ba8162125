"""The description of the API (OpenAPI 3.1), made from the routes."""

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

import msgspec
from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, YamlRenderPlugin
from litestar.openapi.spec import (
    Components,
    OpenAPI,
    OpenAPIResponse,
    Operation,
    Parameter,
    Schema,
    SecurityScheme,
    Tag,
)
from litestar.openapi.spec.enums import OpenAPIType
from litestar.types import Empty

from wexstream.entrypoints.http.api_page import ApiPage
from wexstream.entrypoints.http.authentication import BY_SESSION
from wexstream.entrypoints.http.pictures import UPLOAD

_ABOUT = """\
Video conferences with one's own network. Times are UTC (RFC 3339), ids UUIDs. Errors are problem details
(RFC 9457) with a stable `code`. Lists answer `items` and `next_cursor`, which is given back as `cursor`.

Sign in by `POST /api/sessions`: the page gets a cookie; other clients ask for `"token": true` and send it as
`Authorization: Bearer`. The order of refusals: form (400, 413, 415, 422), pace (429), signed in (401),
verified (403), there for you (404), role (403), state (409), password (403).
"""


def configuration(cookie: str) -> OpenAPIConfig:
    """Configure what is said of the API as a whole."""
    return OpenAPIConfig(
        title="Wexstream",
        version=version("wexstream"),
        description=_ABOUT,
        openapi_router=Router(
            "/schema", route_handlers=[], include_in_schema=False, before_request=_refuse_unknown
        ),
        use_handler_docstrings=True,
        render_plugins=[
            ApiPage(),
            JsonRenderPlugin(path="/openapi.json"),
            YamlRenderPlugin(path="/openapi.yaml"),
        ],
        components=Components(
            security_schemes={
                "cookie": SecurityScheme(
                    type="apiKey",
                    name=cookie,
                    security_scheme_in="cookie",
                    description="Signing in sets it, and a browser keeps and sends it by itself.",
                ),
                "bearer": SecurityScheme(
                    type="http",
                    scheme="bearer",
                    bearer_format="JWT",
                    description="The `token` that signing in answers with where it is asked for.",
                ),
            }
        ),
        tags=[
            Tag(name="Registration", description="Becoming a member."),
            Tag(name="Sessions", description="Signing in and out."),
            Tag(name="Me", description="One's own account and data."),
            Tag(name="People", description="Others."),
            Tag(name="Network", description="Connecting and blocking."),
            Tag(name="Conferences", description="Broadcasting, joining, one's timeline."),
            Tag(name="Messages", description="Private messages."),
            Tag(name="Notifications", description="What happened."),
            Tag(name="Moderation", description="Complaints, and what becomes of them."),
            Tag(name="System", description="The server itself."),
        ],
    )


async def _refuse_unknown(request: Request[Any, Any, State]) -> None:
    """Refuse what is not there as everywhere else: beside the pages below, Litestar serves one of its own."""
    if request.path_params:
        raise NotFoundException


def sharpen(app: Litestar) -> None:
    """Say what Litestar leaves out: closed bodies, uploads, what cannot be null, who signs in."""
    described = app.openapi_schema
    closed = set(_closed_bodies(app))
    for name, schema in _schemas(described):
        if name in closed:
            schema.additional_properties = False
    for operation in _operations(described):
        if operation.operation_id == "setAvatar":
            operation.request_body = UPLOAD
        for status, response in (operation.responses or {}).items():
            if status == "204" and isinstance(response, OpenAPIResponse):
                response.content = None
        for parameter in operation.parameters or ():
            if isinstance(parameter, Parameter):
                _forbid_null(parameter)
        if "401" in (operation.responses or {}) and operation.security is None:
            operation.security = list(BY_SESSION)


def _closed_bodies(app: Litestar) -> Iterator[str]:
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            field = handler.parsed_data_field if isinstance(handler, HTTPRouteHandler) else None
            body: Any = field.annotation if field is not None else None
            if isinstance(body, type) and issubclass(body, msgspec.Struct):
                yield body.__name__


def _schemas(described: OpenAPI) -> Iterable[tuple[str, Schema]]:
    return described.components.schemas.items()


def _operations(described: OpenAPI) -> Iterator[Operation]:
    for path in (described.paths or {}).values():
        for method in ("get", "post", "put", "patch", "delete"):
            operation = getattr(path, method)
            if operation is not None and operation is not Empty:
                yield operation


def _forbid_null(parameter: Parameter) -> None:
    schema = parameter.schema
    if not isinstance(schema, Schema) or not schema.one_of:
        return
    kept = [
        option
        for option in schema.one_of
        if not (isinstance(option, Schema) and option.type is OpenAPIType.NULL)
    ]
    if len(kept) == 1:
        parameter.schema = kept[0]
