"""Signing in and out: /api/sessions."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, delete, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from wexstream.domain.model import errors
from wexstream.domain.model.ids import SessionId
from wexstream.domain.usecases.entrance import HalfwayIn, SuspendedSignIn
from wexstream.domain.usecases.sessions import Sessions
from wexstream.entrypoints.http.authentication import OPEN, origin_of
from wexstream.entrypoints.http.cookies import Cookies
from wexstream.entrypoints.http.dependencies import Asking, ByTime, Given
from wexstream.entrypoints.http.entering import AsToken, Entering, SignedIn, Stay
from wexstream.entrypoints.http.fields import Email, Secret
from wexstream.entrypoints.http.pages import SessionsPage, next_cursor
from wexstream.entrypoints.http.problems import BODY, OWN, SIGNED_IN, WRITE, refusals


class SignIn(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Address and password."""

    email: Email
    password: Secret
    stay: Stay = False
    token: AsToken = False


@post(
    "/",
    operation_id="signIn",
    summary="Sign in",
    security=OPEN,
    responses=refusals(errors.WrongCredentials, errors.SecondStepWanted, errors.AccountSuspended, *BODY),
)
async def sign_in(
    data: JSONBody[SignIn],
    request: Request[Any, Any, State],
    sessions: Given[Sessions],
    page_cookies: Given[Cookies],
) -> Response[SignedIn]:
    """Sign in by address and password, into a cookie or for a bearer token.

    Where one was signed in by a cookie before, another cookie says so, and who guesses is not in the way.

    An account with a second step gets a ticket for that with the refusal, in a cookie, or in `ticket` for who
    asks for a token. A suspended account gets a session of an hour with it, good for taking one's data along,
    erasing the account and signing out.
    """
    entering = Entering(sessions=sessions, cookies=page_cookies, as_token=data.token)
    try:
        session = await sessions.sign_in(
            email=data.email,
            password=data.password,
            stay=data.stay,
            device=request.headers.get("user-agent"),
            origin=origin_of(request),
            known_by=request.cookies.get(page_cookies.device.name),
        )
    except HalfwayIn as halfway:
        return entering.halfway(halfway)
    except SuspendedSignIn as suspended:
        return entering.suspended(suspended)
    return await entering.opened(session, stay=data.stay)


@get("/", operation_id="listSessions", summary="List one's sessions", responses=refusals(*OWN))
async def list_sessions(viewer: Asking, times: ByTime, sessions: Given[Sessions]) -> SessionsPage:
    """Where the viewer is signed in, last seen first."""
    page = await sessions.list(viewer, times)
    return SessionsPage(items=page.items, next_cursor=next_cursor(page))


@delete("/current", operation_id="signOut", summary="Sign out", responses=refusals(*SIGNED_IN, *WRITE))
async def sign_out(viewer: Asking, sessions: Given[Sessions], page_cookies: Given[Cookies]) -> Response[None]:
    """End this session. Whoever is in a room by it has left."""
    await sessions.sign_out(viewer)
    return Response(None, cookies=[page_cookies.session.clear()])


@delete(
    "/{session_id:uuid}",
    operation_id="endSession",
    summary="End a session",
    responses=refusals(*OWN, *WRITE, errors.NotFound),
)
async def end_session(viewer: Asking, session_id: FromPath[UUID], sessions: Given[Sessions]) -> None:
    """End one of the viewer's sessions."""
    await sessions.end(viewer, SessionId(session_id))


@delete(
    "/", operation_id="endOtherSessions", summary="End all other sessions", responses=refusals(*OWN, *WRITE)
)
async def end_other_sessions(viewer: Asking, sessions: Given[Sessions]) -> None:
    """End all of the viewer's sessions but this one."""
    await sessions.end_others(viewer)


router = Router(
    "/api/sessions",
    route_handlers=[sign_in, list_sessions, sign_out, end_session, end_other_sessions],
    tags=["Sessions"],
)
