"""Other people: /api/users."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get
from litestar.params import FromPath, QueryParameter

from wexstream.domain.model import errors, throttling
from wexstream.domain.model.account import NAME_LONGEST
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.domain.usecases.people import People
from wexstream.entrypoints.allowances import Allowances
from wexstream.entrypoints.http.authentication import EITHER_WAY
from wexstream.entrypoints.http.dependencies import Asking, ByName, ByTime, Given
from wexstream.entrypoints.http.pages import ConferencesPage, PeoplePage, next_cursor
from wexstream.entrypoints.http.pictures import picture_answer
from wexstream.entrypoints.http.problems import ACTIVE, refusals
from wexstream.ports import views


@get("/", operation_id="searchUsers", summary="Find people", responses=refusals(*ACTIVE))
async def search_users(
    viewer: Asking,
    names: ByName,
    people: Given[People],
    allowances: Given[Allowances],
    q: Annotated[
        str,
        QueryParameter(max_length=NAME_LONGEST, description="A part of the name, accents left out or not."),
    ],
    messageable: Annotated[bool, QueryParameter(description="Only those whom one may write to.")] = False,  # noqa: FBT002 (a query parameter)
) -> PeoplePage:
    """Find people by a part of the name; one or two characters match beginnings of words only."""
    if viewer is not None:
        allowances.require("search", viewer.account, throttling.SEARCH_PER_ACCOUNT)
    page = await people.search(viewer, q, names, messageable=messageable)
    return PeoplePage(items=page.items, next_cursor=next_cursor(page))


@get(
    "/{user_id:uuid}",
    operation_id="getUser",
    summary="See a profile",
    responses=refusals(*ACTIVE, errors.NotFound),
)
async def get_user(viewer: Asking, user_id: FromPath[UUID], people: Given[People]) -> views.Profile:
    """See somebody's profile, and how one stands to each other."""
    return await people.profile(viewer, AccountId(user_id))


@get(
    "/{user_id:uuid}/conferences",
    operation_id="listUserConferences",
    summary="List somebody's conferences",
    responses=refusals(*ACTIVE, errors.NotFound),
)
async def list_user_conferences(
    viewer: Asking, user_id: FromPath[UUID], times: ByTime, people: Given[People]
) -> ConferencesPage:
    """List those of somebody's conferences that the viewer may see, newest first."""
    page = await people.conferences(viewer, AccountId(user_id), times)
    return ConferencesPage(items=page.items, next_cursor=next_cursor(page))


@get(
    "/{user_id:uuid}/avatar",
    operation_id="getAvatar",
    summary="See a picture",
    security=EITHER_WAY,
    media_type="image/webp",
    responses=refusals(*ACTIVE, errors.NotFound),
)
async def get_avatar(
    viewer: Asking,
    user_id: FromPath[UUID],
    people: Given[People],
    picture: Annotated[UUID | None, QueryParameter(description="Of a signed address.")] = None,
    signature: Annotated[
        str | None, QueryParameter(max_length=200, description="Of a signed address.")
    ] = None,
) -> Response[bytes]:
    """See the picture of somebody whose profile one may see, or by a signed address."""
    if picture is not None and signature is not None:
        signed = await people.signed_picture(AccountId(user_id), PictureId(picture), signature)
        return picture_answer(signed, elsewhere=True)
    return picture_answer(await people.picture(viewer, AccountId(user_id)))


router = Router(
    "/api/users",
    route_handlers=[search_users, get_user, list_user_conferences, get_avatar],
    tags=["People"],
)
