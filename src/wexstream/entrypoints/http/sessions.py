"""Signing in and out: /api/sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, delete, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from wexstream.domain.model import errors
from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.session import Session
from wexstream.domain.usecases.sessions import Sessions, SuspendedSignIn
from wexstream.entrypoints.http.authentication import (
    OPEN,
    DeviceCookie,
    SessionCookie,
    device_cookies,
    origin_of,
)
from wexstream.entrypoints.http.dependencies import Asking, ByTime, Given
from wexstream.entrypoints.http.fields import Email, Secret
from wexstream.entrypoints.http.pages import SessionsPage, next_cursor
from wexstream.entrypoints.http.problems import BODY, OWN, SIGNED_IN, WRITE, problem, refusals


class SignIn(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Address and password."""

    email: Email
    password: Secret
    stay: Annotated[bool, msgspec.Meta(description="Stay signed in for 30 days.")] = False
    token: Annotated[bool, msgspec.Meta(description="Answer with a bearer token, and set no cookie.")] = False


@dataclass(slots=True, kw_only=True)
class SignedIn:
    """A session. The token is there where it was asked for."""

    session_id: SessionId
    account_id: AccountId
    expires_at: datetime
    token: str | None


@post(
    "/",
    operation_id="signIn",
    summary="Sign in",
    security=OPEN,
    responses=refusals(errors.WrongCredentials, errors.AccountSuspended, *BODY),
)
async def sign_in(
    data: JSONBody[SignIn],
    request: Request[Any, Any, State],
    sessions: Given[Sessions],
    session_cookie: Given[SessionCookie],
    device_cookie: Given[DeviceCookie],
) -> Response[SignedIn]:
    """Sign in by address and password, into a cookie or for a bearer token.

    Where one was signed in by a cookie before, another cookie says so, and who guesses is not in the way.

    A suspended account gets a session of an hour with the refusal, good for taking one's data along, erasing
    the account and signing out.
    """
    try:
        session = await sessions.sign_in(
            email=data.email,
            password=data.password,
            stay=data.stay,
            device=request.headers.get("user-agent"),
            origin=origin_of(request),
            known_by=request.cookies.get(device_cookie.name),
        )
    except SuspendedSignIn as suspended:
        return _hand_out(problem(suspended), suspended.session, data, sessions, session_cookie)
    answer = SignedIn(
        session_id=session.id, account_id=session.account, expires_at=session.expires_at, token=None
    )
    response = _hand_out(Response(answer), session, data, sessions, session_cookie)
    if not data.token:
        for cookie in await device_cookies(sessions, device_cookie, session.account):
            response.set_cookie(cookie)
    return response


@get("/", operation_id="listSessions", summary="List one's sessions", responses=refusals(*OWN))
async def list_sessions(viewer: Asking, times: ByTime, sessions: Given[Sessions]) -> SessionsPage:
    """Where the viewer is signed in, last seen first."""
    page = await sessions.list(viewer, times)
    return SessionsPage(items=page.items, next_cursor=next_cursor(page))


@delete("/current", operation_id="signOut", summary="Sign out", responses=refusals(*SIGNED_IN, *WRITE))
async def sign_out(
    viewer: Asking, sessions: Given[Sessions], session_cookie: Given[SessionCookie]
) -> Response[None]:
    """End this session. Whoever is in a room by it has left."""
    await sessions.sign_out(viewer)
    return Response(None, cookies=[session_cookie.clear()])


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


def _hand_out(
    response: Response[Any],
    session: Session,
    asked: SignIn,
    sessions: Sessions,
    session_cookie: SessionCookie,
) -> Response[Any]:
    """Put the token where the client wants it: into the body, or into the cookie."""
    token = sessions.token(session)
    if asked.token:
        response.content.token = token
    else:
        response.set_cookie(session_cookie.set(token, session, stay=asked.stay))
    return response


router = Router(
    "/api/sessions",
    route_handlers=[sign_in, list_sessions, sign_out, end_session, end_other_sessions],
    tags=["Sessions"],
)
