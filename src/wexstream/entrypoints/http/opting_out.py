"""Turning off mails of a kind by a link in one of them, in one click (RFC 8058): /api/unsubscribe."""

from typing import Annotated, Any
from urllib.parse import quote

from litestar import MediaType, Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.params import PathParameter
from litestar.status_codes import HTTP_204_NO_CONTENT, HTTP_303_SEE_OTHER

from wexstream.domain.model import errors
from wexstream.domain.usecases.opting_out import OptingOut
from wexstream.entrypoints.allowances import Allowances
from wexstream.entrypoints.http.authentication import FROM_ANYWHERE, require_pace
from wexstream.entrypoints.http.dependencies import Given
from wexstream.entrypoints.http.problems import TooLarge, malformed, refusals

OptOutToken = Annotated[str, PathParameter(description="What the mail's link bears.")]


@post(
    "/{token:str}",
    operation_id="unsubscribe",
    summary="Want no more mails of a kind",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(errors.LinkUnknown, TooLarge),
    opt={FROM_ANYWHERE: True},  # it is posted by mail programs, and pages of those who provide mailboxes
)
async def unsubscribe(
    token: OptOutToken,
    request: Request[Any, Any, State],
    opting_out: Given[OptingOut],
    allowances: Given[Allowances],
) -> None:
    """Turn off the mails that a link is about; off already, nothing changes. Whatever the body is."""
    require_pace(request, allowances)
    await opting_out.turn_off(token)


@get(
    "/{token:str}",
    operation_id="showUnsubscribing",
    summary="Be led to the page that asks first",
    status_code=HTTP_303_SEE_OTHER,
    media_type=MediaType.TEXT,
    responses=malformed(),
)
async def show_unsubscribing(token: OptOutToken) -> Response[None]:
    """Lead to the page that asks first, and change nothing: programs that check links follow all of them."""
    page = f"/unsubscribe?token={quote(token, safe='')}"
    return Response(None, headers={"Location": page})


router = Router("/api/unsubscribe", route_handlers=[unsubscribe, show_unsubscribing], tags=["Notifications"])
