"""How whoever signs in is answered, in whatever way that is done."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeAlias

import msgspec
from litestar import Response
from litestar.datastructures import Cookie

from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.session import Session
from wexstream.domain.usecases.entrance import HalfwayIn, SuspendedSignIn
from wexstream.domain.usecases.sessions import Sessions
from wexstream.entrypoints.http.cookies import Cookies, DeviceCookie
from wexstream.entrypoints.http.problems import problem
from wexstream.ports.persistence import Contention, StorageUnavailable

Stay: TypeAlias = Annotated[bool, msgspec.Meta(description="Stay signed in for 30 days.")]
AsToken: TypeAlias = Annotated[
    bool, msgspec.Meta(description="Answer with a bearer token, and set no cookie.")
]


@dataclass(slots=True, kw_only=True)
class SignedIn:
    """A session. The token is there where it was asked for."""

    session_id: SessionId
    account_id: AccountId
    expires_at: datetime
    token: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entering:
    """Hands out what one gets by signing in: in the body to whoever wants a token, else in cookies."""

    sessions: Sessions
    cookies: Cookies
    as_token: bool

    async def opened(self, session: Session, *, stay: bool) -> Response[SignedIn]:
        """Answer with a session; the browser is known from now on where one signs in."""
        answer = SignedIn(
            session_id=session.id, account_id=session.account, expires_at=session.expires_at, token=None
        )
        response: Response[SignedIn] = self._hand(Response(answer), session, stay=stay)
        if not self.as_token:
            for cookie in await device_cookies(self.sessions, self.cookies.device, session.account):
                response.set_cookie(cookie)
        return response

    def suspended(self, refusal: SuspendedSignIn) -> Response[Any]:
        """Refuse, with the session that is good for leaving alone, and goes with the browser."""
        return self._hand(problem(refusal), refusal.session, stay=False)

    def halfway(self, refusal: HalfwayIn) -> Response[Any]:
        """Refuse, with the ticket for the second step."""
        response = problem(refusal)
        if self.as_token:
            response.content.ticket = refusal.ticket
        else:
            response.set_cookie(self.cookies.halfway.set(refusal.ticket))
        return response

    def _hand(self, response: Response[Any], session: Session, *, stay: bool) -> Response[Any]:
        token = self.sessions.token(session)
        if self.as_token:
            response.content.token = token
        else:
            response.set_cookie(self.cookies.session.set(token, session, stay=stay))
        return response


async def device_cookies(sessions: Sessions, cookie: DeviceCookie, account: AccountId) -> Sequence[Cookie]:
    """Make the cookie of a device where an account has shown who it is; none while that cannot be done."""
    with suppress(Contention, StorageUnavailable):  # what was asked for is done, and this can be missed
        token = await sessions.device_token(account)
        return [cookie.set(token)] if token else []
    return []
