"""Passkeys: /api/sessions/passkey, /api/me/passkeys. What browsers are asked is said as WebAuthn says it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, delete, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from wexstream.domain.model import errors
from wexstream.domain.model.ids import PasskeyId
from wexstream.domain.model.passkey import CHALLENGE_LASTS, NAME_LONGEST
from wexstream.domain.usecases.entrance import SuspendedSignIn
from wexstream.domain.usecases.passkeys import Passkeys
from wexstream.domain.usecases.sessions import Sessions
from wexstream.entrypoints.http.authentication import OPEN, origin_of
from wexstream.entrypoints.http.cookies import Cookies
from wexstream.entrypoints.http.dependencies import Asking, Given
from wexstream.entrypoints.http.entering import AsToken, Entering, SignedIn, Stay
from wexstream.entrypoints.http.me import Proof
from wexstream.entrypoints.http.problems import ACTIVE, BODY, OWN, PROVEN, WRITE, refusals
from wexstream.ports import views
from wexstream.ports.passkeys import Assertion, Attestation, Authenticators

TIMEOUT: Final = int(CHALLENGE_LASTS.total_seconds() * 1000)

Base64 = Annotated[str, msgspec.Meta(max_length=16_384, pattern=r"^[A-Za-z0-9_-]*$(?!\n)")]
"""Bytes in url-safe base 64 without padding (RFC 4648, 5), as browsers write them."""


class Party(msgspec.Struct, kw_only=True):
    """For what place a passkey is."""

    id: str
    name: str


class Holder(msgspec.Struct, kw_only=True, rename="camel"):
    """For whom a passkey is; ``id`` is the account's."""

    id: str
    name: str
    display_name: str


class Parameter(msgspec.Struct, kw_only=True):
    """By which algorithm it may sign (COSE)."""

    type: Literal["public-key"]
    alg: int


class Descriptor(msgspec.Struct, kw_only=True):
    """A passkey that is there already."""

    type: Literal["public-key"]
    id: str


class Selection(msgspec.Struct, kw_only=True, rename="camel"):
    """What a device has to be able to do: to find the account by itself, and to know who holds it."""

    resident_key: Literal["required"]
    require_resident_key: bool
    user_verification: Literal["required"]


DISCOVERABLE: Final = Selection(
    resident_key="required", require_resident_key=True, user_verification="required"
)


class CreationOptions(msgspec.Struct, kw_only=True, rename="camel"):
    """What `PublicKeyCredential.parseCreationOptionsFromJSON` takes (WebAuthn, 5.1.8)."""

    rp: Party
    user: Holder
    challenge: str
    pub_key_cred_params: list[Parameter]
    timeout: int
    exclude_credentials: list[Descriptor]
    authenticator_selection: Selection
    attestation: Literal["none"]


class RequestOptions(msgspec.Struct, kw_only=True, rename="camel"):
    """What `PublicKeyCredential.parseRequestOptionsFromJSON` takes (WebAuthn, 5.1.8)."""

    challenge: str
    timeout: int
    rp_id: str
    user_verification: Literal["required"]


class NewPasskey(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the browser answered, of `response` there; and how one calls the passkey."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_LONGEST, examples=["My phone"])]
    client_data: Base64
    attestation_object: Base64


class PasskeySignIn(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the browser answered: `id`, and what is in `response` there."""

    credential: Base64
    client_data: Base64
    authenticator_data: Base64
    signature: Base64
    user_handle: Base64 | None = None
    stay: Stay = False
    token: AsToken = False


@dataclass(slots=True, kw_only=True)
class PasskeyList:
    """All of them: there are few."""

    items: list[views.Passkey]


@post(
    "/options",
    operation_id="askForPasskey",
    summary="Begin to sign in by a passkey",
    security=OPEN,
    status_code=HTTP_200_OK,
    responses=refusals(*WRITE),
)
async def ask_for_passkey(
    request: Request[Any, Any, State],
    passkeys: Given[Passkeys],
    authenticators: Given[Authenticators],
    page_cookies: Given[Cookies],
) -> Response[RequestOptions]:
    """Ask for what the browser has to have signed, by whichever passkey its owner chooses; good once."""
    asked = await passkeys.begin(origin=origin_of(request))
    options = RequestOptions(
        challenge=_encoded(asked.challenge),
        timeout=TIMEOUT,
        rp_id=authenticators.place,
        user_verification="required",
    )
    return Response(options, cookies=[page_cookies.passkey.set(asked.ticket)])


@post(
    "/",
    operation_id="signInByPasskey",
    summary="Sign in by a passkey",
    security=OPEN,
    responses=refusals(errors.PasskeyRefused, errors.SignInOutdated, errors.AccountSuspended, *BODY),
)
async def sign_in_by_passkey(
    data: JSONBody[PasskeySignIn],
    request: Request[Any, Any, State],
    passkeys: Given[Passkeys],
    sessions: Given[Sessions],
    page_cookies: Given[Cookies],
) -> Response[SignedIn]:
    """Sign in by what a passkey has signed. That is two steps in one: no code is asked for.

    A suspended account gets a session of an hour with the refusal, as when signing in.
    """
    entering = Entering(sessions=sessions, cookies=page_cookies, as_token=data.token)
    try:
        session = await passkeys.sign_in(
            request.cookies.get(page_cookies.passkey.name),
            _assertion(data),
            stay=data.stay,
            device=request.headers.get("user-agent"),
            origin=origin_of(request),
        )
        response = await entering.opened(session, stay=data.stay)
    except SuspendedSignIn as suspended:
        response = entering.suspended(suspended)
    response.set_cookie(page_cookies.passkey.clear())
    return response


@get("/", operation_id="listPasskeys", summary="List one's passkeys", responses=refusals(*OWN))
async def list_passkeys(viewer: Asking, passkeys: Given[Passkeys]) -> PasskeyList:
    """By which passkeys one may sign in, first made first."""
    return PasskeyList(items=await passkeys.list(viewer))


@post(
    "/options",
    operation_id="askForNewPasskey",
    summary="Begin to add a passkey",
    status_code=HTTP_200_OK,
    responses=refusals(*ACTIVE, *PROVEN, errors.PasskeysFull, errors.SecondStepRequired, *BODY),
)
async def ask_for_new_passkey(
    data: JSONBody[Proof],
    viewer: Asking,
    passkeys: Given[Passkeys],
    authenticators: Given[Authenticators],
    page_cookies: Given[Cookies],
) -> Response[CreationOptions]:
    """Ask for what the browser has to have a passkey made of; good once, for this account."""
    invited = await passkeys.begin_adding(viewer, password=data.password)
    account = invited.account
    options = CreationOptions(
        rp=Party(id=authenticators.place, name="Wexstream"),
        user=Holder(id=_encoded(account.id.bytes), name=account.email, display_name=account.full_name),
        challenge=_encoded(invited.asked.challenge),
        pub_key_cred_params=[Parameter(type="public-key", alg=alg) for alg in authenticators.algorithms],
        timeout=TIMEOUT,
        exclude_credentials=[Descriptor(type="public-key", id=_encoded(one)) for one in invited.known],
        authenticator_selection=DISCOVERABLE,
        attestation="none",
    )
    return Response(options, cookies=[page_cookies.passkey.set(invited.asked.ticket)])


@post(
    "/",
    operation_id="addPasskey",
    summary="Add a passkey",
    responses=refusals(
        *ACTIVE,
        *(errors.PasskeyRefused, errors.SignInOutdated, errors.PasskeyKnown, errors.PasskeysFull),
        errors.SecondStepRequired,
        *BODY,
    ),
)
async def add_passkey(
    data: JSONBody[NewPasskey],
    viewer: Asking,
    request: Request[Any, Any, State],
    passkeys: Given[Passkeys],
    page_cookies: Given[Cookies],
) -> Response[views.Passkey]:
    """Add the passkey that a device has made for one."""
    attestation = Attestation(
        client_data=_decoded(data.client_data), attestation_object=_decoded(data.attestation_object)
    )
    ticket = request.cookies.get(page_cookies.passkey.name)
    made = await passkeys.add(viewer, ticket, attestation, name=data.name)
    return Response(made, cookies=[page_cookies.passkey.clear()])


@delete(
    "/{passkey_id:uuid}",
    operation_id="removePasskey",
    summary="Remove a passkey",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*OWN, errors.NotFound, *PROVEN, errors.LastWayIn, errors.SecondStepRequired, *BODY),
)
async def remove_passkey(
    passkey_id: FromPath[UUID], data: JSONBody[Proof], viewer: Asking, passkeys: Given[Passkeys]
) -> None:
    """Have a passkey sign in no more; never the last way in."""
    await passkeys.remove(viewer, PasskeyId(passkey_id), password=data.password)


def _assertion(data: PasskeySignIn) -> Assertion:
    return Assertion(
        credential=_decoded(data.credential),
        client_data=_decoded(data.client_data),
        authenticator_data=_decoded(data.authenticator_data),
        signature=_decoded(data.signature),
        user_handle=None if data.user_handle is None else _decoded(data.user_handle),
    )


def _encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode("ascii")


def _decoded(value: str) -> bytes:
    """Read bytes; a letter that is left over says nothing, and is refused with what is no passkey."""
    try:
        return urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except ValueError:
        return b""


router = Router(
    "/api/sessions/passkey", route_handlers=[ask_for_passkey, sign_in_by_passkey], tags=["Sessions"]
)
own_router = Router(
    "/api/me/passkeys",
    route_handlers=[list_passkeys, ask_for_new_passkey, add_passkey, remove_passkey],
    tags=["Me"],
)
