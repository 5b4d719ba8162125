"""Signing in and out: /api/sessions."""

from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, delete, get, post
from litestar.datastructures import Cookie, State
from litestar.params import FromPath, JSONBody

from wexstream.domain.model import errors
from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.second_step import HALFWAY_LASTS
from wexstream.domain.model.session import Session
from wexstream.domain.usecases.entrance import HalfwayIn, SuspendedSignIn
from wexstream.domain.usecases.sessions import Sessions
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


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfwayCookie:
    """The cookie that bears the ticket of who has done the first step, and binds it to the browser."""

    secure: bool

    @property
    def name(self) -> str:
        """What the cookie is called."""
        return "__Host-ws-halfway" if self.secure else "ws-halfway"

    def set(self, ticket: str) -> Cookie:
        """Make the cookie of a ticket, for as long as that is good."""
        return self._cookie(ticket, max_age=int(HALFWAY_LASTS.total_seconds()))

    def clear(self) -> Cookie:
        """Make the cookie that takes it away."""
        return self._cookie("", max_age=0)

    def _cookie(self, value: str, *, max_age: int) -> Cookie:
        return Cookie(
            key=self.name, value=value, max_age=max_age, httponly=True, samesite="lax", secure=self.secure
        )


@dataclass(frozen=True, slots=True)
class Hand:
    """How a session is handed out: its token in the body, or in a cookie."""

    session: Session
    _: KW_ONLY
    stay: bool
    as_token: bool

    def out(
        self, response: Response[Any], sessions: Sessions, session_cookie: SessionCookie
    ) -> Response[Any]:
        """Put the token where the client wants it."""
        token = sessions.token(self.session)
        if self.as_token:
            response.content.token = token
        else:
            response.set_cookie(session_cookie.set(token, self.session, stay=self.stay))
        return response


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
    session_cookie: Given[SessionCookie],
    device_cookie: Given[DeviceCookie],
    halfway_cookie: Given[HalfwayCookie],
) -> Response[SignedIn]:
    """Sign in by address and password, into a cookie or for a bearer token.

    Where one was signed in by a cookie before, another cookie says so, and who guesses is not in the way.

    An account with a second step gets a ticket for that with the refusal, in a cookie, or in `ticket` for who
    asks for a token. A suspended account gets a session of an hour with it, good for taking one's data along,
    erasing the account and signing out.
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
    except HalfwayIn as halfway:
        return _hand_ticket(halfway, halfway_cookie, as_token=data.token)
    except SuspendedSignIn as suspended:
        hand = Hand(suspended.session, stay=data.stay, as_token=data.token)
        return hand.out(problem(suspended), sessions, session_cookie)
    hand = Hand(session, stay=data.stay, as_token=data.token)
    response = hand.out(signed_in(session), sessions, session_cookie)
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


def signed_in(session: Session) -> Response[SignedIn]:
    """Answer with a session."""
    return Response(
        SignedIn(session_id=session.id, account_id=session.account, expires_at=session.expires_at, token=None)
    )


def _hand_ticket(halfway: HalfwayIn, halfway_cookie: HalfwayCookie, *, as_token: bool) -> Response[Any]:
    refusal = problem(halfway)
    if as_token:
        refusal.content.ticket = halfway.ticket
    else:
        refusal.set_cookie(halfway_cookie.set(halfway.ticket))
    return refusal


router = Router(
    "/api/sessions",
    route_handlers=[sign_in, list_sessions, sign_out, end_session, end_other_sessions],
    tags=["Sessions"],
)
