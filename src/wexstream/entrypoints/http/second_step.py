"""The second step of signing in: /api/sessions/second-step, /api/me/second-step."""

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, delete, get, post
from litestar.datastructures import State
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from wexstream.domain.model import errors
from wexstream.domain.model.second_step import CODE_LONGEST
from wexstream.domain.usecases.entrance import SuspendedSignIn
from wexstream.domain.usecases.second_steps import SecondSteps
from wexstream.domain.usecases.sessions import Sessions
from wexstream.entrypoints.http.authentication import OPEN, origin_of
from wexstream.entrypoints.http.cookies import Cookies
from wexstream.entrypoints.http.dependencies import Asking, Given
from wexstream.entrypoints.http.entering import AsToken, Entering, SignedIn
from wexstream.entrypoints.http.me import Proof
from wexstream.entrypoints.http.problems import ACTIVE, BODY, OWN, PROVEN, refusals
from wexstream.ports import views
from wexstream.ports.second_step import Setup

Code = Annotated[str, msgspec.Meta(max_length=CODE_LONGEST, examples=["123456"])]


class CodeGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The code of the app, or one of those kept; the ticket of the first step, where no cookie bears it."""

    code: Code
    ticket: Annotated[str, msgspec.Meta(max_length=4096)] | None = None
    token: AsToken = False


class Confirmation(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A code that the app shows."""

    code: Code


@dataclass(slots=True, kw_only=True)
class KeptCodes:
    """Codes to be kept for when the app is gone, each good once; they are told this once."""

    codes: list[str]


@post(
    "/",
    operation_id="doSecondStep",
    summary="Do the second step of signing in",
    security=OPEN,
    responses=refusals(errors.WrongCode, errors.SignInOutdated, errors.AccountSuspended, *BODY),
)
async def do_second_step(
    data: JSONBody[CodeGiven],
    request: Request[Any, Any, State],
    second_steps: Given[SecondSteps],
    sessions: Given[Sessions],
    page_cookies: Given[Cookies],
) -> Response[SignedIn]:
    """Sign in who has shown a password, or came back from another service, by a code.

    A suspended account gets a session of an hour with the refusal, as when signing in.
    """
    entering = Entering(sessions=sessions, cookies=page_cookies, as_token=data.token)
    ticket = data.ticket or request.cookies.get(page_cookies.halfway.name)
    device, origin = request.headers.get("user-agent"), origin_of(request)
    try:
        session, stay = await second_steps.sign_in(ticket, data.code, device=device, origin=origin)
        response = await entering.opened(session, stay=stay)
    except SuspendedSignIn as suspended:
        response = entering.suspended(suspended)
    response.set_cookie(page_cookies.halfway.clear())
    return response


@get("/", operation_id="getSecondStep", summary="See the second step", responses=refusals(*OWN))
async def get_second_step(viewer: Asking, second_steps: Given[SecondSteps]) -> views.SecondStep:
    """Whether signing in to the own account takes a second step."""
    return await second_steps.show(viewer)


@post(
    "/",
    operation_id="setUpSecondStep",
    summary="Set up a second step",
    status_code=HTTP_200_OK,
    responses=refusals(*ACTIVE, *PROVEN, errors.SecondStepOn, errors.SecondStepRequired, *BODY),
)
async def set_up_second_step(
    data: JSONBody[Proof], viewer: Asking, second_steps: Given[SecondSteps]
) -> Setup:
    """Begin to set one up: what an app (TOTP, RFC 6238) has to be told. It counts once it is confirmed."""
    return await second_steps.begin(viewer, password=data.password)


@post(
    "/confirm",
    operation_id="confirmSecondStep",
    summary="Turn on the second step",
    status_code=HTTP_200_OK,
    responses=refusals(
        *ACTIVE, errors.WrongCode, errors.SecondStepOn, errors.SecondStepOff, errors.SecondStepRequired, *BODY
    ),
)
async def confirm_second_step(
    data: JSONBody[Confirmation], viewer: Asking, second_steps: Given[SecondSteps]
) -> KeptCodes:
    """Turn it on by a code that the app shows."""
    return KeptCodes(codes=list(await second_steps.confirm(viewer, data.code)))


@post(
    "/codes",
    operation_id="renewRecoveryCodes",
    summary="Have other recovery codes",
    status_code=HTTP_200_OK,
    responses=refusals(*OWN, *PROVEN, errors.SecondStepOff, errors.SecondStepRequired, *BODY),
)
async def renew_recovery_codes(
    data: JSONBody[Proof], viewer: Asking, second_steps: Given[SecondSteps]
) -> KeptCodes:
    """Have other codes for when the app is gone; those before work no more."""
    return KeptCodes(codes=list(await second_steps.renew_codes(viewer, password=data.password)))


@delete(
    "/",
    operation_id="turnOffSecondStep",
    summary="Turn off the second step",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*OWN, *PROVEN, errors.SecondStepOff, errors.SecondStepRequired, *BODY),
)
async def turn_off_second_step(
    data: JSONBody[Proof], viewer: Asking, second_steps: Given[SecondSteps]
) -> None:
    """Sign in by one step again."""
    await second_steps.turn_off(viewer, password=data.password)


router = Router("/api/sessions/second-step", route_handlers=[do_second_step], tags=["Sessions"])
own_router = Router(
    "/api/me/second-step",
    route_handlers=[
        get_second_step,
        set_up_second_step,
        confirm_second_step,
        renew_recovery_codes,
        turn_off_second_step,
    ],
    tags=["Me"],
)
