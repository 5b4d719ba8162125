"""Signing in by other services: /api/auth, /api/me/identities."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import msgspec
import structlog
from litestar import Request, Response, Router, delete, get, post
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT, HTTP_303_SEE_OTHER

from wexstream.domain.model import errors
from wexstream.domain.model.account import TIME_ZONE_LONGEST, Language
from wexstream.domain.model.errors import DomainError
from wexstream.domain.model.identity import Attempt, provider_named
from wexstream.domain.usecases.entrance import HalfwayIn, SuspendedSignIn
from wexstream.domain.usecases.identities import Departure, Identities, Wish
from wexstream.domain.usecases.sessions import Sessions
from wexstream.entrypoints.http.authentication import OPEN, is_of_another_site, origin_of
from wexstream.entrypoints.http.cookies import Cookies
from wexstream.entrypoints.http.dependencies import Asking, Given
from wexstream.entrypoints.http.fields import TERMS_VERSION_LONGEST, Secret
from wexstream.entrypoints.http.me import Proof
from wexstream.entrypoints.http.problems import (
    ACTIVE,
    BODY,
    OWN,
    PROVEN,
    OtherAccount,
    Unavailable,
    refusals,
)
from wexstream.ports import views
from wexstream.ports.identity import Answer, ProviderUnavailable

_log = structlog.get_logger(__name__)

SIGN_IN: Final = "/sign-in"
SIGN_UP: Final = "/sign-up"
SUSPENDED: Final = "/suspended"
SECOND_STEP: Final = "/second-step"
_OWN_PATH: Final = r"^/(?![/\\])[!-\[\]-~]*$(?!\n)"
"""A path of ours, perhaps with a query; nothing that a browser takes for another site (``//``)."""

Target = Annotated[
    str, QueryParameter(name="next", max_length=500, pattern=_OWN_PATH, description="The path to go on at.")
]
Terms = Annotated[
    str | None,
    QueryParameter(max_length=TERMS_VERSION_LONGEST, description="Which terms who is new has accepted."),
]
SaidBack = Annotated[str | None, QueryParameter(max_length=4096)]
SaidState = Annotated[str | None, QueryParameter(name="state", max_length=4096)]


class Linking(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The account's password; without it, a sign-in of the last ten minutes is proof. Where to go on."""

    password: Secret | None = None
    next: Annotated[str, msgspec.Meta(max_length=500, pattern=_OWN_PATH)] = "/settings"


@dataclass(slots=True, kw_only=True)
class WayThere:
    """Where to send the browser."""

    address: str


@dataclass(slots=True, kw_only=True)
class IdentityList:
    """All of them: there are few."""

    items: list[views.Identity]


_ON: Final[Mapping[int, ResponseSpec]] = {
    HTTP_303_SEE_OTHER: ResponseSpec(
        None,
        generate_examples=False,
        description="Go on at `Location`; `problem=` there names what went wrong.",
    )
}


async def provide_answer(
    sent_state: SaidState = None, code: SaidBack = None, error: SaidBack = None, iss: SaidBack = None
) -> Answer:
    """Read what a browser brings back from a provider (RFC 6749, 4.1.2; RFC 9207)."""
    return Answer(state=sent_state, code=code, error=error, issuer=iss)


async def provide_wish(
    target: Target = "/",
    stay: Annotated[bool, QueryParameter(description="Stay signed in for 30 days.")] = False,  # noqa: FBT002 (a query parameter)
    terms_version: Terms = None,
    language: Annotated[Language | None, QueryParameter(description="What who is new reads.")] = None,
    time_zone: Annotated[str, QueryParameter(max_length=TIME_ZONE_LONGEST)] = "UTC",
) -> Wish:
    """Read what somebody wants who is to be sent to a provider."""
    return Wish(target=target, stay=stay, terms_version=terms_version, language=language, time_zone=time_zone)


@get(
    "/{provider:str}",
    operation_id="signInElsewhere",
    summary="Sign in by another service",
    security=OPEN,
    status_code=HTTP_303_SEE_OTHER,
    responses={**_ON, **refusals(errors.NotFound)},
)
async def sign_in_elsewhere(
    request: Request[Any, Any, State],
    provider: FromPath[str],
    identities: Given[Identities],
    wish: Given[Wish],
    page_cookies: Given[Cookies],
) -> Response[None]:
    """Send the browser there, to come back signed in; from another site's page, to our own first."""
    known = provider_named(provider)
    if is_of_another_site(request):  # whose link would accept the terms for whoever follows it
        return _on(SIGN_IN, next=wish.target)
    try:
        departure = await identities.begin(known, wish, origin=origin_of(request))
    except (errors.TooMany, errors.Invalid, ProviderUnavailable) as error:
        _tell(error, provider)
        return _on(SIGN_IN, problem=_code(error), provider=provider)
    return _send(departure, page_cookies)


@get(
    "/{provider:str}/callback",
    operation_id="comeBack",
    summary="Come back from another service",
    security=OPEN,
    status_code=HTTP_303_SEE_OTHER,
    responses={**_ON, **refusals(errors.NotFound, OtherAccount)},
)
async def come_back(
    request: Request[Any, Any, State],
    provider: FromPath[str],
    answer: Given[Answer],
    viewer: Asking,
    identities: Given[Identities],
    sessions: Given[Sessions],
    page_cookies: Given[Cookies],
) -> Response[None]:
    """Sign in, or link, who comes back with the cookie that he left with; it is good for one return.

    What belongs to no attempt of this browser leaves the cookie: another window may be on its way still.
    """
    known, attempt = provider_named(provider), None
    try:
        attempt = identities.attempted(known, request.cookies.get(page_cookies.attempt.name), answer)
        if attempt.links is not None:
            await identities.link(viewer, attempt, answer)
            response = _on(attempt.target)
        else:
            session = await identities.sign_in(
                attempt, answer, device=request.headers.get("user-agent"), origin=origin_of(request)
            )
            response = _on(attempt.target)
            response.set_cookie(page_cookies.session.set(sessions.token(session), session, stay=attempt.stay))
    except HalfwayIn as halfway:
        response = _on(SECOND_STEP, next=attempt.target if attempt else "/")
        response.set_cookie(page_cookies.halfway.set(halfway.ticket))
    except SuspendedSignIn as suspended:
        response = _on(SUSPENDED)
        response.set_cookie(
            page_cookies.session.set(sessions.token(suspended.session), suspended.session, stay=False)
        )
    except (DomainError, ProviderUnavailable) as refusal:
        _tell(refusal, provider)
        response = _on(_place(attempt, refusal), problem=_code(refusal), provider=provider)
    if attempt is not None:
        response.set_cookie(page_cookies.attempt.clear())
    return response


@get("/", operation_id="listIdentities", summary="Who one is elsewhere", responses=refusals(*OWN))
async def list_identities(viewer: Asking, identities: Given[Identities]) -> IdentityList:
    """Where the own account can be signed in to by another service."""
    return IdentityList(items=await identities.list(viewer))


@post(
    "/{provider:str}",
    operation_id="linkIdentity",
    summary="Link with another service",
    status_code=HTTP_200_OK,
    responses=refusals(*ACTIVE, errors.NotFound, *PROVEN, *BODY),
)
async def link_identity(
    provider: FromPath[str],
    data: JSONBody[Linking],
    viewer: Asking,
    identities: Given[Identities],
    page_cookies: Given[Cookies],
) -> Response[WayThere]:
    """Begin to link the own account; the browser has to go where the answer says."""
    try:
        departure = await identities.begin_linking(viewer, provider, password=data.password, target=data.next)
    except ProviderUnavailable as error:
        _tell(error, provider)
        raise Unavailable("That service does not answer just now. Try again in a moment.") from error
    return Response(WayThere(address=departure.address), cookies=[page_cookies.attempt.set(departure.ticket)])


@delete(
    "/{provider:str}",
    operation_id="unlinkIdentity",
    summary="Unlink from another service",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*OWN, errors.NotFound, *PROVEN, errors.LastWayIn, *BODY),
)
async def unlink_identity(
    provider: FromPath[str], data: JSONBody[Proof], viewer: Asking, identities: Given[Identities]
) -> None:
    """Have one's account linked with a service no more; never the last way in."""
    await identities.unlink(viewer, provider, password=data.password)


def _send(departure: Departure, cookies: Cookies) -> Response[None]:
    return Response(
        None,
        status_code=HTTP_303_SEE_OTHER,
        headers={"Location": departure.address},
        cookies=[cookies.attempt.set(departure.ticket)],
    )


def _on(path: str, **query: str) -> Response[None]:
    """Send the browser on to a page of ours."""
    more = urlencode(query)
    whole = f"{path}{'&' if '?' in path else '?'}{more}" if more else path
    return Response(None, status_code=HTTP_303_SEE_OTHER, headers={"Location": whole})


def _place(attempt: Attempt | None, refusal: Exception) -> str:
    """Tell on which page somebody reads what went wrong."""
    if attempt is not None and attempt.links is not None:
        return attempt.target
    return SIGN_UP if isinstance(refusal, errors.ConsentRequired) else SIGN_IN


def _tell(refusal: Exception, provider: str) -> None:
    """Tell the operator what a service did not do, which whoever meets it is not told; nothing personal."""
    if isinstance(refusal, (errors.SignInFailed, ProviderUnavailable)):
        why = refusal.__cause__ if isinstance(refusal, errors.SignInFailed) else refusal
        _log.warning("a sign-in by another service failed", provider=provider, why=str(why or "no proof"))


def _code(refusal: Exception) -> str:
    return refusal.code if isinstance(refusal, DomainError) else "provider-unavailable"


router = Router(
    "/api/auth",
    route_handlers=[sign_in_elsewhere, come_back],
    dependencies={"answer": Provide(provide_answer), "wish": Provide(provide_wish)},
    tags=["Sessions"],
)
own_router = Router(
    "/api/me/identities", route_handlers=[list_identities, link_identity, unlink_identity], tags=["Me"]
)
