"""One's own account: /api/me."""

from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import structlog
from litestar import MediaType, Request, Response, Router, delete, get, patch, post, put
from litestar.datastructures import State
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody
from litestar.status_codes import HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT
from msgspec import UNSET, UnsetType

from wexstream.domain.model import errors
from wexstream.domain.model.account import AccountChanges, Language
from wexstream.domain.model.ids import SanctionId
from wexstream.domain.usecases.accounts import Accounts
from wexstream.domain.usecases.appeals import Appeals
from wexstream.domain.usecases.passwords import Passwords
from wexstream.domain.usecases.privacy import Privacy
from wexstream.domain.usecases.registration import Registration
from wexstream.entrypoints.http.authentication import is_of_another_site
from wexstream.entrypoints.http.cookies import Cookies
from wexstream.entrypoints.http.dependencies import Asking, ByTime, Given, given_fields
from wexstream.entrypoints.http.fields import (
    Bio,
    Email,
    FullName,
    Location,
    NewSecret,
    Plea,
    Secret,
    TermsVersion,
    TimeZone,
    Website,
)
from wexstream.entrypoints.http.pages import SanctionsPage, next_cursor
from wexstream.entrypoints.http.pictures import picture_upload
from wexstream.entrypoints.http.problems import BODY, OWN, PROVEN, SIGNED_IN, WRITE, CrossSite, refusals
from wexstream.entrypoints.http.static import COMPRESSED
from wexstream.entrypoints.http.takeaway import MEDIA_TYPE, Takeaway
from wexstream.ports import views
from wexstream.ports.files import UPLOAD_LARGEST

_log = structlog.get_logger(__name__)


class MeChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What changes; what is left out stays, null empties."""

    full_name: FullName | UnsetType = UNSET
    bio: Bio | UnsetType | None = UNSET
    location: Location | UnsetType | None = UNSET
    website: Website | UnsetType | None = UNSET
    language: Language | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    mail_requests: bool | UnsetType = UNSET
    mail_approvals: bool | UnsetType = UNSET
    mail_messages: bool | UnsetType = UNSET
    mail_live: bool | UnsetType = UNSET
    mail_finished: bool | UnsetType = UNSET
    messages_from_strangers: bool | UnsetType = UNSET


class NewAddress(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The address to move to, and the account's password."""

    email: Email
    password: Secret


class PasswordChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The password that is, and the one to be."""

    current: Secret
    new: NewSecret


class Consent(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The version of the terms that is accepted."""

    terms_version: TermsVersion


class Proof(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The account's password; without it, a sign-in of the last ten minutes is proof."""

    password: Secret | None = None


class NewAppeal(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Which decision is appealed against, and why."""

    sanction_id: UUID
    text: Plea


@get("/", operation_id="getMe", summary="See one's own account", responses=refusals(*OWN))
async def get_me(viewer: Asking, accounts: Given[Accounts]) -> views.Me:
    """See the own account with its settings."""
    return await accounts.me(viewer)


@patch("/", operation_id="changeMe", summary="Change profile and settings", responses=refusals(*OWN, *BODY))
async def change_me(data: JSONBody[MeChanges], viewer: Asking, accounts: Given[Accounts]) -> views.Me:
    """Change the own profile and settings."""
    await accounts.change(viewer, AccountChanges(**given_fields(data)))
    return await accounts.me(viewer)


@put(
    "/email",
    operation_id="changeEmail",
    summary="Move to another address",
    status_code=HTTP_202_ACCEPTED,
    media_type=MediaType.TEXT,
    responses=refusals(*OWN, errors.WrongPassword, *BODY),
)
async def change_email(data: JSONBody[NewAddress], viewer: Asking, registration: Given[Registration]) -> None:
    """Ask to move to another address; it changes when the link that is mailed there is followed."""
    await registration.move(viewer, email=data.email, password=data.password)


@put(
    "/password",
    operation_id="changePassword",
    summary="Change the password",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*OWN, errors.WrongPassword, *BODY),
)
async def change_password(
    data: JSONBody[PasswordChange], viewer: Asking, passwords: Given[Passwords]
) -> None:
    """Change the own password; all other sessions end."""
    await passwords.change(viewer, current=data.current, new=data.new)


@post(
    "/consent",
    operation_id="acceptTerms",
    summary="Accept the terms",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*OWN, *BODY),
)
async def accept_terms(data: JSONBody[Consent], viewer: Asking, accounts: Given[Accounts]) -> None:
    """Accept the terms of today."""
    await accounts.accept_terms(viewer, data.terms_version)


@put(
    "/avatar",
    operation_id="setAvatar",
    summary="Set one's picture",
    status_code=HTTP_204_NO_CONTENT,
    request_max_body_size=UPLOAD_LARGEST,
    responses=refusals(*OWN, *BODY),
)
async def set_avatar(request: Request[Any, Any, State], viewer: Asking, accounts: Given[Accounts]) -> None:
    """Set the own picture: a PNG, JPEG or WebP. It is turned upright, cropped to a square and scaled."""
    await accounts.set_picture(viewer, picture_upload(request))


@delete("/avatar", operation_id="removeAvatar", summary="Have no picture", responses=refusals(*OWN, *WRITE))
async def remove_avatar(viewer: Asking, accounts: Given[Accounts]) -> None:
    """Have no picture any more."""
    await accounts.remove_picture(viewer)


@get(
    "/export",
    operation_id="exportMe",
    summary="Take one's data along",
    responses={
        **refusals(*SIGNED_IN, CrossSite),
        200: ResponseSpec(
            data_container=bytes,
            generate_examples=False,
            description="The archive; without its end where something went wrong meanwhile.",
            media_type=MEDIA_TYPE,
        ),
    },
    opt={COMPRESSED: True},
)
async def export_me(
    viewer: Asking, request: Request[Any, Any, State], privacy: Given[Privacy], spools: Given[Path | None]
) -> Takeaway:
    """Take everything along that is kept about the own account: a ZIP of JSON, HTML and WebP.

    ``data.json`` is all of it for programs, ``index.html`` the same for people, in their language.
    """
    if is_of_another_site(request):  # whose link would use up what may be taken in an hour
        raise CrossSite
    return Takeaway(privacy.export(viewer), spools)


@delete(
    "/",
    operation_id="eraseMe",
    summary="Erase one's account",
    responses=refusals(*SIGNED_IN, *PROVEN, *BODY),
    status_code=HTTP_204_NO_CONTENT,
)
async def erase_me(
    data: JSONBody[Proof], viewer: Asking, privacy: Given[Privacy], page_cookies: Given[Cookies]
) -> Response[None]:
    """Erase the own account and everything that identifies it, for good."""
    account = await privacy.erase(viewer, password=data.password)
    _log.info("an account was erased", account=account)  # from a backup it would come back
    return Response(None, cookies=[page_cookies.session.clear()])


@get(
    "/sanctions",
    operation_id="listMySanctions",
    summary="List what moderators decided about oneself",
    responses=refusals(*SIGNED_IN),
)
async def list_my_sanctions(viewer: Asking, times: ByTime, appeals: Given[Appeals]) -> SanctionsPage:
    """List one's own warnings and suspensions, newest first, with what was appealed; suspended, too."""
    page = await appeals.list_own(viewer, times)
    return SanctionsPage(items=page.items, next_cursor=next_cursor(page))


@post(
    "/appeals",
    operation_id="appeal",
    summary="Appeal against a decision",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*SIGNED_IN, errors.NotFound, errors.AlreadyAppealed, errors.NotInForce, *BODY),
)
async def appeal(data: JSONBody[NewAppeal], viewer: Asking, appeals: Given[Appeals]) -> None:
    """Appeal, once, against a warning or a suspension of one's own that holds; suspended, too."""
    await appeals.appeal(viewer, SanctionId(data.sanction_id), data.text)


router = Router(
    "/api/me",
    route_handlers=[
        get_me,
        change_me,
        change_email,
        change_password,
        accept_terms,
        set_avatar,
        remove_avatar,
        export_me,
        erase_me,
        list_my_sanctions,
        appeal,
    ],
    tags=["Me"],
)
