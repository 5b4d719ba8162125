"""Becoming a member: /api/accounts, /api/password-resets, and moving to another address."""

from typing import Annotated, Any

import msgspec
from litestar import MediaType, Request, Response, Router, post
from litestar.datastructures import State
from litestar.params import JSONBody
from litestar.status_codes import HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from wexstream.domain.model import errors
from wexstream.domain.model.account import Language
from wexstream.domain.usecases.passwords import Passwords
from wexstream.domain.usecases.registration import Application, Registration
from wexstream.domain.usecases.sessions import Sessions
from wexstream.entrypoints.http.authentication import origin_of
from wexstream.entrypoints.http.cookies import Cookies
from wexstream.entrypoints.http.dependencies import Given
from wexstream.entrypoints.http.entering import device_cookies
from wexstream.entrypoints.http.fields import Email, FullName, NewSecret, Secret, TermsVersion, TimeZone
from wexstream.entrypoints.http.pace import evenly
from wexstream.entrypoints.http.problems import BODY, refusals

Token = Annotated[
    str, msgspec.Meta(min_length=1, max_length=200, description="What the link of the mail bears.")
]
LINK = (errors.LinkUnknown, errors.LinkExpired)


class SignUp(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What one gives to become a member."""

    full_name: FullName
    email: Email
    password: NewSecret
    terms_version: TermsVersion
    language: Annotated[Language | None, msgspec.Meta(examples=["en"])] = None
    time_zone: TimeZone = "UTC"


class EmailOnly(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An address."""

    email: Email


class Verification(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The token of a mail's link, and the account's password, which shows that both are the same person's."""

    token: Token
    password: Secret


class NewPassword(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The token of a mail's link, and the password to be."""

    token: Token
    new: NewSecret


@post(
    "/accounts",
    operation_id="signUp",
    summary="Sign up",
    status_code=HTTP_202_ACCEPTED,
    media_type=MediaType.TEXT,
    responses=refusals(*BODY),
)
async def sign_up(
    data: JSONBody[SignUp], request: Request[Any, Any, State], registration: Given[Registration]
) -> None:
    """Sign up; the mail that follows verifies the address. The answer is the same for every address."""
    application = Application(
        full_name=data.full_name,
        email=data.email,
        password=data.password,
        terms_version=data.terms_version,
        language=data.language,
        time_zone=data.time_zone,
    )
    await registration.sign_up(application, origin=origin_of(request))


@post(
    "/accounts/verification",
    operation_id="sendVerificationAgain",
    summary="Ask for the verifying mail again",
    status_code=HTTP_202_ACCEPTED,
    media_type=MediaType.TEXT,
    responses=refusals(*BODY),
)
async def send_again(
    data: JSONBody[EmailOnly], request: Request[Any, Any, State], registration: Given[Registration]
) -> None:
    """Send an unverified account a new link. The answer is the same for every address."""
    async with evenly():
        await registration.send_again(data.email, origin=origin_of(request))


@post(
    "/accounts/verify",
    operation_id="verify",
    summary="Verify an address",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*LINK, errors.WrongPassword, *BODY),
)
async def verify(
    data: JSONBody[Verification], request: Request[Any, Any, State], registration: Given[Registration]
) -> None:
    """Verify the address that a link was sent to, being who signed up; verified already, nothing changes."""
    await registration.verify(data.token, password=data.password, origin=origin_of(request))


@post(
    "/me/email/confirm",
    operation_id="confirmEmail",
    summary="Confirm a new address",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*LINK, errors.LinkUsed, errors.WrongPassword, errors.AccountSuspended, *BODY),
)
async def confirm_email(
    data: JSONBody[Verification], request: Request[Any, Any, State], registration: Given[Registration]
) -> None:
    """Move the account to the address that a link was sent to; signed in or not, whoever holds the link."""
    await registration.confirm_move(data.token, password=data.password, origin=origin_of(request))


@post(
    "/password-resets",
    operation_id="requestPasswordReset",
    summary="Ask for a new password",
    status_code=HTTP_202_ACCEPTED,
    media_type=MediaType.TEXT,
    responses=refusals(*BODY),
)
async def request_reset(
    data: JSONBody[EmailOnly], request: Request[Any, Any, State], passwords: Given[Passwords]
) -> None:
    """Mail a link to a new password. The answer is the same for every address."""
    async with evenly():
        await passwords.request_reset(data.email, origin=origin_of(request))


@post(
    "/password-resets/confirm",
    operation_id="resetPassword",
    summary="Set a new password",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*LINK, errors.LinkUsed, *BODY),
)
async def reset_password(
    data: JSONBody[NewPassword],
    request: Request[Any, Any, State],
    passwords: Given[Passwords],
    sessions: Given[Sessions],
    page_cookies: Given[Cookies],
) -> Response[None]:
    """Set a new password by the link's token, once; all sessions end.

    The browser is known from then on, as where one was signed in: whoever guesses is not in the way.
    """
    account = await passwords.reset(token=data.token, new=data.new, origin=origin_of(request))
    return Response(None, cookies=await device_cookies(sessions, page_cookies.device, account))


router = Router(
    "/api",
    route_handlers=[sign_up, send_again, verify, confirm_email, request_reset, reset_password],
    tags=["Registration"],
)
