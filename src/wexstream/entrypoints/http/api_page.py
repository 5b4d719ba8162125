"""The API's own page: its description, to read and to try, by Swagger UI: /schema."""

from typing import Any, Final

from litestar import Request
from litestar.openapi.plugins import OpenAPIRenderPlugin

from wexstream.entrypoints.http.document import document

_MAIN: Final = """\
<div id="api"><noscript><p>This page needs JavaScript. The description itself is at
<a href="/schema/openapi.json">/schema/openapi.json</a>.</p></noscript></div>
"""


class ApiPage(OpenAPIRenderPlugin):
    """Shows the description by files of our own, and asks no other host for anything."""

    def __init__(self) -> None:
        """Take the place of the description's root."""
        super().__init__(path="/")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002 (Litestar's signature)
        """Write the page, which fetches the description by itself."""
        page = document(
            "Wexstream's API",
            _MAIN,
            styles=["swagger-ui.css", "api.css"],
            scripts=["swagger-ui-bundle.js", "api.js"],
        )
        return page.encode()
