"""What whoever comes by browser finds at / where the web page is not built."""

from typing import Final

from litestar import MediaType, get

from wexstream.entrypoints.http.document import document

_MAIN: Final = """\
<h1>Video conferences with your own network of people</h1>
<p>This is a Wexstream server, and it runs. Here people connect with each other, broadcast conferences to
their network, and join them in the browser. Its web page is not built (<code>make page</code> does that);
everything can be done by the HTTP API as well.</p>
<p><a class="action" href="/schema">The API, to read and to try</a></p>
<p>For programs, it is described at <a href="/schema/openapi.json">/schema/openapi.json</a> (OpenAPI 3.1).</p>
"""


@get("/", include_in_schema=False, media_type=MediaType.HTML)
async def get_welcome() -> str:
    """Tell what this is, and where the API's page is."""
    return document("Wexstream", _MAIN)
