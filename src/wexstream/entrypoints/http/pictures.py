"""Pictures over HTTP: how they are sent up, and how they are handed out."""

from typing import Any, Final

from litestar import Request, Response
from litestar.datastructures import State
from litestar.openapi.spec import OpenAPIMediaType, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType

from wexstream.entrypoints.http.problems import UnsupportedMediaType

TAKEN: Final = ("image/png", "image/jpeg", "image/webp")


UPLOAD: Final = RequestBody(
    required=True,
    description="A picture of up to 5 MB.",
    content={
        kind: OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, content_media_type=kind))
        for kind in TAKEN
    },
)


async def read_picture(request: Request[Any, Any, State]) -> bytes:
    """Read an uploaded picture; what it really is, is found out later. Raises UnsupportedMediaType."""
    if request.content_type[0] not in TAKEN:
        raise UnsupportedMediaType
    return await request.body()


def picture_answer(content: bytes) -> Response[bytes]:
    """Hand a picture out: to this reader alone, to be asked for again whenever it is shown."""
    return Response(content, media_type="image/webp", headers={"Content-Disposition": "inline"})
