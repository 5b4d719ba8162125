"""Pictures over HTTP: how they are sent up, and how they are handed out."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from litestar import Request, Response
from litestar.datastructures import State
from litestar.openapi.spec import OpenAPIMediaType, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType

from wexstream.entrypoints.http.headers import SHOWN_ELSEWHERE
from wexstream.entrypoints.http.problems import TooLarge, UnsupportedMediaType
from wexstream.ports.files import UPLOAD_LARGEST

TAKEN: Final = ("image/png", "image/jpeg", "image/webp")


UPLOAD: Final = RequestBody(
    required=True,
    description="A picture of up to 5 MB.",
    content={
        kind: OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, content_media_type=kind))
        for kind in TAKEN
    },
)


def picture_upload(request: Request[Any, Any, State]) -> Callable[[], Awaitable[bytes]]:
    """Have an upload by its headers, to be read later; what it really is, is found out then.

    Raises UnsupportedMediaType, TooLarge.
    """
    if request.content_type[0] not in TAKEN:
        raise UnsupportedMediaType
    if (request.content_length or 0) > UPLOAD_LARGEST:
        raise TooLarge
    return request.body


def picture_answer(content: bytes, *, elsewhere: bool = False) -> Response[bytes]:
    """Hand a picture out: to this reader alone, to be asked for again whenever it is shown.

    ``elsewhere`` says whether a page of another site may show it, as that of a meeting at Jitsi does.
    """
    headers = {"Content-Disposition": "inline", **(SHOWN_ELSEWHERE if elsewhere else {})}
    return Response(content, media_type="image/webp", headers=headers)
