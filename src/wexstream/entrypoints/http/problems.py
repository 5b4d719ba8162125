"""How errors become answers: problem details (RFC 9457), one table from errors to statuses."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from math import ceil
from typing import Any, Final, cast

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import ParameterKwarg
from litestar.status_codes import HTTP_401_UNAUTHORIZED
from litestar.types import ExceptionHandlersMap

from wexstream.domain.model import errors
from wexstream.domain.model.errors import DomainError, FieldFault
from wexstream.entrypoints.http.options import allowed
from wexstream.ports.files import Crowded, NoRoom
from wexstream.ports.persistence import Contention, StorageUnavailable

MEDIA_TYPE: Final = "application/problem+json"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSite(errors.Forbidden):
    """A browser sent this on behalf of another site's page."""

    code = "cross-site"
    message = "This came from another site's page. Do it from Wexstream's own page."


class OtherAccount(errors.Conflict):
    """Whoever asks is not the account that the request names."""

    code = "other-account"
    message = "Somebody else is signed in here by now. Nothing was done; look who it is, and do it again."


class BadRequest(DomainError):
    """The request's own form is wrong."""

    code = "bad-request"
    message = "The request is not of the form that is described. See /schema."

    def __init__(self, *faults: FieldFault) -> None:
        """Name the parameters at fault, if they are known."""
        super().__init__()
        self.faults = faults


class UnsupportedMediaType(DomainError):
    """The body is not of a type that is taken here."""

    code = "unsupported-media-type"
    message = "Send a body of the type that is described, and say so in Content-Type."


class TooLarge(DomainError):
    """The body is larger than what is taken here."""

    code = "too-large"
    message = "This is too large. Send something smaller."


class MethodNotAllowed(DomainError):
    """Not done with this resource."""

    code = "method-not-allowed"
    message = "That cannot be done here. See /schema for what can."


class Unavailable(DomainError):
    """A passing shortage on our side."""

    code = "unavailable"
    message = "This cannot be done just now. Try again in a moment."

    def __init__(self, message: str | None = None, *, seconds: int = 1) -> None:
        """Say what is short, and after how many seconds to try again."""
        super().__init__(message)
        self.retry_after = timedelta(seconds=seconds)


class Internal(DomainError):
    """A mistake of ours, whose details are in the log."""

    code = "internal"
    message = "Something went wrong on our side. Try again, and tell the operator if it stays so."


STATUSES: Final[Mapping[type[DomainError], int]] = {
    BadRequest: 400,
    errors.NotSignedIn: 401,
    errors.WrongCredentials: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.LinkUnknown: 404,
    MethodNotAllowed: 405,
    errors.Conflict: 409,
    errors.LinkUsed: 409,
    errors.LinkExpired: 410,
    TooLarge: 413,
    UnsupportedMediaType: 415,
    errors.Invalid: 422,
    errors.RecipientUnavailable: 422,
    errors.KeyReused: 422,
    errors.TooMany: 429,
    Internal: 500,
    Unavailable: 503,
}
_BY_STATUS: Final[Mapping[int, DomainError]] = {
    400: BadRequest(),
    401: errors.NotSignedIn(),
    404: errors.NotFound(),
    405: MethodNotAllowed(),
    413: TooLarge(),
    415: UnsupportedMediaType(),
}


_AWAY: Final = "Our database cannot be reached just now. Try again in a moment."
_AWAY_MEANWHILE: Final = (
    "Our database cannot be reached just now. Whether this was still done is not known: look, or try again "
    "in a moment, with the same Idempotency-Key if you sent one."
)
_MANY_PICTURES: Final = "Many set their pictures just now. Yours stays as it was. Try again in a moment."
_FULL: Final = "There is no room on the server just now. Try again in a while."
_FULL_MEANWHILE: Final = (
    "There is no room for pictures just now. Yours stays as it was. Try again in a while."
)
_SECOND: Final = timedelta(seconds=1)
_MISSING: Final = re.compile(r"Missing required \w+ parameter '(.+?)'")


class Fault(msgspec.Struct, kw_only=True):
    """What is wrong with one field or parameter."""

    field: str
    code: str
    message: str


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Why a request was refused (RFC 9457, 3.1); ``code`` is stable, ``fields`` are those at fault.

    ``token`` is for a suspended account that asked for one: it admits to leaving alone. ``ticket`` is for who
    asked for a token and has a second step to do.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    fields: list[Fault] = []
    token: str | None = None
    ticket: str | None = None


SIGNED_IN: Final = (errors.NotSignedIn, OtherAccount)
OWN: Final = (*SIGNED_IN, errors.AccountSuspended)
ACTIVE: Final = (*OWN, errors.EmailNotVerified)
MODERATOR: Final = (*ACTIVE, errors.NotModerator, errors.SecondStepRequired)
WRITE: Final = (CrossSite,)
PROVEN: Final = (errors.WrongPassword, errors.ProofRequired)
BODY: Final = (*WRITE, TooLarge, UnsupportedMediaType, errors.Invalid)


def status_of(error: type[DomainError]) -> int:
    """Look up the status of an error, by its closest ancestor in the table."""
    return next(STATUSES[ancestor] for ancestor in error.__mro__ if ancestor in STATUSES)


def refusals(*possible: type[DomainError]) -> dict[int, ResponseSpec]:
    """Describe the errors that a route answers with, beside those that every route does."""
    by_status: dict[int, list[type[DomainError]]] = {}
    for error in (*possible, BadRequest, errors.TooMany, Unavailable):
        by_status.setdefault(status_of(error), []).append(error)
    return {status: _describe(kinds) for status, kinds in sorted(by_status.items())}


def malformed() -> dict[int, ResponseSpec]:
    """Describe the one error of a route that needs nothing but its parameters."""
    return {status_of(BadRequest): _describe([BadRequest])}


def problem(error: DomainError, *, headers: Mapping[str, str] | None = None) -> Response[Problem]:
    """Answer with an error."""
    faults: Iterable[FieldFault] = getattr(error, "faults", ())
    body = _body(type(error), str(error), faults)
    extra = {"Cache-Control": "no-store", **(headers or {})}
    if isinstance(error, (errors.TooMany, Unavailable)):
        extra["Retry-After"] = str(max(1, ceil(error.retry_after / _SECOND)))
    if body.status == HTTP_401_UNAUTHORIZED:  # RFC 9110, 15.5.2: whatever the reason
        extra["WWW-Authenticate"] = "Bearer"
    return Response(body, status_code=body.status, media_type=MEDIA_TYPE, headers=extra)


def _body(kind: type[DomainError], detail: str, faults: Iterable[FieldFault] = ()) -> Problem:
    return Problem(
        type="about:blank",
        title=kind.code.replace("-", " ").capitalize(),
        status=status_of(kind),
        detail=detail,
        code=kind.code,
        fields=[Fault(field=fault.field, code=fault.code, message=fault.message) for fault in faults],
    )


def _on_domain_error(_: Request[Any, Any, Any], error: DomainError) -> Response[Problem]:
    return problem(error)


def _on_crowd(_: Request[Any, Any, Any], __: Exception) -> Response[Problem]:
    return problem(Unavailable("Too much is going on at once. Try again in a moment."))


def _on_outage(request: Request[Any, Any, Any], _: Exception) -> Response[Problem]:
    return problem(Unavailable(_AWAY if request.method in SAFE_METHODS else _AWAY_MEANWHILE, seconds=5))


def _on_many_pictures(_: Request[Any, Any, Any], __: Exception) -> Response[Problem]:
    return problem(Unavailable(_MANY_PICTURES, seconds=5))


def _on_full_disk(request: Request[Any, Any, Any], _: Exception) -> Response[Problem]:
    return problem(Unavailable(_FULL if request.method in SAFE_METHODS else _FULL_MEANWHILE, seconds=60))


def _on_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    if isinstance(error, ValidationException):
        return problem(BadRequest(*_faults(request, error)))
    methods = next((value for name, value in (error.headers or {}).items() if name.lower() == "allow"), None)
    kept = {"Allow": allowed(methods.split(", "))} if methods else {}
    return problem(_BY_STATUS.get(error.status_code, BadRequest()), headers=kept)


def _on_mistake(_: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    structlog.get_logger(__name__).error("request failed", exc_info=error)
    return problem(Internal())


HANDLERS: Final[ExceptionHandlersMap] = {
    DomainError: _on_domain_error,
    Contention: _on_crowd,
    StorageUnavailable: _on_outage,
    Crowded: _on_many_pictures,
    NoRoom: _on_full_disk,
    errors.AddressTaken: _on_crowd,  # two took it at once: who asks again is answered like everyone
    HTTPException: _on_http_error,
    Exception: _on_mistake,
}


def _faults(request: Request[Any, Any, Any], error: ValidationException) -> list[FieldFault]:
    missing = _MISSING.match(error.detail)
    if missing:
        return [FieldFault(field=missing[1], code="missing", message="Give this parameter.")]
    found = cast("list[dict[str, str]]", error.extra or [])
    sent_as = _names_of_parameters(request)
    return [
        FieldFault(field=sent_as.get(item["key"], item["key"]), code="malformed", message=item["message"])
        for item in found
    ]


def _names_of_parameters(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Look up how clients call the parameters that a handler, or what it is given, calls otherwise."""
    handler = request.route_handler
    signatures = [
        handler.parsed_fn_signature,
        *(given.parsed_fn_signature for given in handler.resolve_dependencies().values()),
    ]
    return {
        name: field.kwarg_definition.name
        for signature in signatures
        for name, field in signature.parameters.items()
        if isinstance(field.kwarg_definition, ParameterKwarg) and field.kwarg_definition.name
    }


def _describe(kinds: list[type[DomainError]]) -> ResponseSpec:
    return ResponseSpec(
        data_container=Problem,
        generate_examples=False,
        description="; ".join(f"`{kind.code}`: {kind.message}" for kind in kinds),
        media_type=MEDIA_TYPE,
        examples=[
            Example(summary=kind.code, value=msgspec.to_builtins(_body(kind, kind.message))) for kind in kinds
        ],
    )
