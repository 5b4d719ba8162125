"""About the server itself: /healthz, /readyz, /api/client-config."""

from dataclasses import dataclass

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from wexstream.domain.model import account, conference, message
from wexstream.domain.model.account import Language
from wexstream.domain.model.identity import Provider
from wexstream.domain.usecases.policy import Policy
from wexstream.entrypoints.http.dependencies import Given
from wexstream.entrypoints.readiness import Look
from wexstream.ports.files import UPLOAD_LARGEST
from wexstream.ports.identity import IdentityProviders
from wexstream.ports.meetings import Engine, Meetings


@dataclass(slots=True, kw_only=True)
class Life:
    """That the process answers."""

    ok: bool


@dataclass(slots=True, kw_only=True)
class Health:
    """Whether the server serves, what is missing if not, and what else is not as it should be."""

    ok: bool
    missing: list[str]
    warnings: list[str]


@dataclass(slots=True, kw_only=True)
class Limits:
    """How long texts and how large things may be, in characters, items and bytes."""

    full_name: int
    bio: int
    title: int
    description: int
    subject: int
    body: int
    recipients: int
    password_shortest: int
    password_longest: int
    picture_bytes: int


@dataclass(slots=True, kw_only=True)
class OtherService:
    """Another service by which people may sign in, and what they call it."""

    provider: Provider
    issuer: str
    name: str


@dataclass(slots=True, kw_only=True)
class ClientConfig:
    """What a client has to know of this server before anybody signs in."""

    engine: Engine
    languages: list[Language]
    default_language: Language
    terms_version: str
    contact: bool
    public_preview: bool
    providers: list[OtherService]
    limits: Limits


@get("/healthz", operation_id="getHealth", summary="Is it alive?", tags=["System"])
async def get_health() -> Life:
    """Tell that the process answers, whatever else is missing."""
    return Life(ok=True)


@get(
    "/readyz",
    operation_id="getReadiness",
    summary="Is it ready?",
    tags=["System"],
    responses={HTTP_503_SERVICE_UNAVAILABLE: ResponseSpec(Health, description="Something is missing.")},
)
async def get_readiness(readiness: Given[Look]) -> Response[Health]:
    """Tell whether everything is there that it takes to serve, and what is missing, within seconds."""
    found = await readiness()
    health = Health(ok=not found.missing, missing=[*found.missing], warnings=[*found.warnings])
    if found.missing:
        return Response(health, status_code=HTTP_503_SERVICE_UNAVAILABLE, headers={"Retry-After": "5"})
    return Response(health, status_code=HTTP_200_OK)


@get(
    "/api/client-config", operation_id="getClientConfig", summary="What a client has to know", tags=["System"]
)
async def get_client_config(
    policy: Given[Policy], meetings: Given[Meetings], identity_providers: Given[IdentityProviders]
) -> ClientConfig:
    """Tell engine, languages, terms, limits and ways to sign in of this server."""
    return ClientConfig(
        engine=meetings.engine,
        languages=list(Language),
        default_language=policy.default_language,
        terms_version=policy.terms_version,
        contact=policy.admin_email is not None,
        public_preview=policy.public_preview,
        providers=[
            OtherService(provider=provider, issuer=service.issuer, name=service.name)
            for provider, service in identity_providers.items()
        ],
        limits=Limits(
            full_name=account.NAME_LONGEST,
            bio=account.BIO_LONGEST,
            title=conference.TITLE_LONGEST,
            description=conference.DESCRIPTION_LONGEST,
            subject=message.SUBJECT_LONGEST,
            body=message.BODY_LONGEST,
            recipients=message.RECIPIENTS_MOST,
            password_shortest=account.PASSWORD_SHORTEST,
            password_longest=account.PASSWORD_LONGEST,
            picture_bytes=UPLOAD_LARGEST,
        ),
    )
