"""The Litestar application: routes, who asks, errors, headers."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from litestar import Litestar, Request
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.routes import HTTPRoute
from litestar.types import ControllerRouterHandler

from wexstream.entrypoints.container import Container
from wexstream.entrypoints.http import (
    accounts,
    conferences,
    connections,
    events,
    identities,
    mailbox,
    me,
    messages,
    moderation,
    notifications,
    opting_out,
    passkeys,
    room,
    second_step,
    sessions,
    system,
    users,
)
from wexstream.entrypoints.http.authentication import (
    provide_viewer,
    refuse_other_sites,
    viewer_to_be_noted,
)
from wexstream.entrypoints.http.cookies import Cookies
from wexstream.entrypoints.http.dependencies import provide_once
from wexstream.entrypoints.http.description import configuration, sharpen
from wexstream.entrypoints.http.headers import careful
from wexstream.entrypoints.http.observation import RequestLog, SocketLog
from wexstream.entrypoints.http.options import AllowedMethods, answering_head
from wexstream.entrypoints.http.page import page_routes
from wexstream.entrypoints.http.pages import paging
from wexstream.entrypoints.http.problems import HANDLERS
from wexstream.entrypoints.http.requests import StrictRequest
from wexstream.entrypoints.http.site import Site
from wexstream.entrypoints.http.static import COMPRESSED, get_static
from wexstream.entrypoints.http.welcome import get_welcome
from wexstream.ports.persistence import Contention, StorageUnavailable

BODY_LARGEST: Final = 128 * 1024
_ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    accounts.router,
    sessions.router,
    second_step.router,
    second_step.own_router,
    passkeys.router,
    passkeys.own_router,
    identities.router,
    identities.own_router,
    me.router,
    users.router,
    connections.router,
    conferences.router,
    room.open_room,
    messages.router,
    notifications.router,
    opting_out.router,
    events.router,
    moderation.router,
    system.get_health,
    system.get_readiness,
    system.get_client_config,
    get_static,
)
_USE_CASES: Final = (
    "accounts",
    "allowances",
    "appeals",
    "authenticators",
    "conferences",
    "connections",
    "enquiries",
    "feed",
    "guests",
    "hub",
    "identities",
    "identity_providers",
    "meetings",
    "messages",
    "moderation",
    "notifications",
    "opting_out",
    "passkeys",
    "passwords",
    "people",
    "policy",
    "privacy",
    "registration",
    "reporting",
    "rooms",
    "second_steps",
    "sessions",
    "timeline",
)


def create_app(container: Container, site: Site) -> Litestar:
    """Make the application of a container's use cases, for a public address."""
    cookies = Cookies.over(secure=site.secure)
    by_time, by_name = paging(site.page_size)
    shown = site.mailbox

    async def note_use(request: Request[Any, Any, State]) -> None:
        viewer = viewer_to_be_noted(request)
        if viewer is not None:
            with suppress(Contention, StorageUnavailable):  # the next request notes it as well
                await container.sessions().note(viewer)

    app = Litestar(
        [
            *_ROUTES,
            *([mailbox.router] if shown is not None else []),
            *(page_routes(site.page, container.public_url()) if site.page is not None else [get_welcome]),
        ],
        dependencies={
            **{name: _give(getattr(container, name)) for name in _USE_CASES},
            "viewer": Provide(provide_viewer),
            "times": Provide(by_time, sync_to_thread=False),
            "names": Provide(by_name, sync_to_thread=False),
            "once": Provide(provide_once),
            "page_cookies": _give(lambda: cookies),
            "readiness": _give(lambda: site.readiness),
            "mailbox": _give(lambda: shown),
            "spools": _give(lambda: site.spools),
        },
        guards=[refuse_other_sites],
        exception_handlers=HANDLERS,
        request_class=StrictRequest,
        request_max_body_size=BODY_LARGEST,
        middleware=[*site.watch.middleware, RequestLog(), SocketLog(), AllowedMethods()],
        before_send=[careful(secure=site.secure)],
        after_response=note_use,
        cache_control=CacheControlHeader(no_store=True),
        compression_config=CompressionConfig(
            backend="gzip", gzip_compress_level=5, exclude_opt_key=COMPRESSED
        ),
        openapi_config=configuration(cookies.session.name),
        logging_config=None,
        lifespan=[lambda _: container.hub().running(), lambda _: container.feed().running()],
        debug=False,
    )
    sharpen(app)
    _give_one_by_one(app)
    app.asgi_handler = answering_head(site.watch.app(app.asgi_handler))
    return app


def _give_one_by_one(app: Litestar) -> None:
    """Have what handlers are given provided one after the other.

    For each of those that could be provided at once, Litestar would start a task, which takes longer. It has
    no setting for this; what is set here is its own, and tests/http/test_routes.py tells when it changes.
    """
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for _, taken in route.route_handler_map.values():
                taken.dependency_batches = [{one} for batch in taken.dependency_batches for one in batch]


def _give(provider: Callable[[], object]) -> Provide:
    """Provide what is ready-made; Litestar wants to see the signature of a function."""

    def given() -> Any:  # noqa: ANN401 (a handler says what it takes)
        return provider()

    return Provide(given, sync_to_thread=False)
