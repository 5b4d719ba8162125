"""The cookies of the page: none that scripts can read, and over TLS none of another host's (RFC 6265bis)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Self

from litestar.datastructures import Cookie

from wexstream.domain.model.identity import ATTEMPT_LASTS
from wexstream.domain.model.passkey import CHALLENGE_LASTS
from wexstream.domain.model.second_step import HALFWAY_LASTS
from wexstream.domain.model.session import DEVICE_KNOWN_FOR, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCookie:
    """The cookie that bears the page's session; over TLS its name binds it to this host."""

    secure: bool

    @property
    def name(self) -> str:
        """What the cookie is called."""
        return "__Host-ws" if self.secure else "ws"

    def set(self, token: str, session: Session, *, stay: bool) -> Cookie:
        """Make the cookie of a session; unless one stays signed in, it ends with the browser too."""
        lasts = int((session.expires_at - session.created_at).total_seconds()) if stay else None
        return self._cookie(token, max_age=lasts)

    def clear(self) -> Cookie:
        """Make the cookie that takes it away."""
        return self._cookie("", max_age=0)

    def _cookie(self, value: str, *, max_age: int | None) -> Cookie:
        return Cookie(
            key=self.name, value=value, max_age=max_age, httponly=True, samesite="lax", secure=self.secure
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCookie:
    """The cookie by which a browser is known where one signs in, and sent nowhere else."""

    secure: bool

    @property
    def name(self) -> str:
        """What the cookie is called."""
        return "__Secure-ws-device" if self.secure else "ws-device"

    def set(self, token: str) -> Cookie:
        """Make the cookie of a device."""
        return Cookie(
            key=self.name,
            value=token,
            max_age=int(DEVICE_KNOWN_FOR.total_seconds()),
            path="/api/sessions",
            httponly=True,
            samesite="strict",
            secure=self.secure,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCookie:
    """A cookie that bears a ticket for as long as that is good, and binds it to the browser."""

    word: str
    lasts: timedelta
    samesite: Literal["lax", "strict"]
    secure: bool

    @property
    def name(self) -> str:
        """What the cookie is called."""
        return f"__Host-ws-{self.word}" if self.secure else f"ws-{self.word}"

    def set(self, ticket: str) -> Cookie:
        """Make the cookie of a ticket."""
        return self._cookie(ticket, max_age=int(self.lasts.total_seconds()))

    def clear(self) -> Cookie:
        """Make the cookie that takes it away."""
        return self._cookie("", max_age=0)

    def _cookie(self, value: str, *, max_age: int) -> Cookie:
        return Cookie(
            key=self.name,
            value=value,
            max_age=max_age,
            httponly=True,
            samesite=self.samesite,
            secure=self.secure,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookies:
    """All that there are: of sessions, of known browsers, and of who is on the way in.

    That is whoever was sent to another service, has done the first step, or was asked for a passkey.
    """

    session: SessionCookie
    device: DeviceCookie
    attempt: TicketCookie
    halfway: TicketCookie
    passkey: TicketCookie

    @classmethod
    def over(cls, *, secure: bool) -> Self:
        """Make them for a page that is reached over TLS, or not."""
        return cls(
            session=SessionCookie(secure=secure),
            device=DeviceCookie(secure=secure),
            # Lax: the browser comes back from another site.
            attempt=TicketCookie(word="attempt", lasts=ATTEMPT_LASTS, samesite="lax", secure=secure),
            halfway=TicketCookie(word="halfway", lasts=HALFWAY_LASTS, samesite="lax", secure=secure),
            passkey=TicketCookie(word="passkey", lasts=CHALLENGE_LASTS, samesite="strict", secure=secure),
        )
