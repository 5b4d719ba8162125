"""A server of ours, a real OpenID provider by which one signs in to it, and the network between them."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from dependency_injector import providers

from tests.http.world import Guest, World
from tests.support.openid import ADA, OpenIdServer, openid_server
from wexstream.adapters.identity.client import Client
from wexstream.adapters.identity.openid import OpenIdProvider
from wexstream.domain.model.identity import Attempt, Provider

NEW = "/api/auth/oidc?terms_version=1&next=/search"
KNOWN = "/api/auth/oidc"


@pytest.fixture(scope="module")
async def every_server() -> AsyncIterator[OpenIdServer]:
    async with openid_server() as server:
        yield server


class Meddler(httpx.AsyncHTTPTransport):
    """A network on which answers to us can be changed on their way."""

    def __init__(self) -> None:
        super().__init__()
        self.change: Callable[[dict[str, Any]], dict[str, Any]] | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if request.url.path != "/token" or self.change is None:
            return answer
        await answer.aread()
        return httpx.Response(answer.status_code, json=self.change(answer.json()))


@dataclass
class Elsewhere:
    """A server of ours, the provider by which one signs in to it, and the network between them."""

    world: World
    provider: OpenIdServer
    network: Meddler

    async def sent(self, guest: Guest, path: str = KNOWN) -> str:
        """Be sent away; where to."""
        answer = await guest.call("GET", path)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def comes(self, guest: Guest, who: str = "ada", path: str = KNOWN) -> str:
        """Sign in there and come back; where one goes on then."""
        back = await self.provider.sign_in(await self.sent(guest, path), who)
        return await self.lands(guest, back)

    async def lands(self, guest: Guest, back: httpx.URL) -> str:
        answer = await guest.call("GET", str(back))
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def ticket(self, guest: Guest) -> Attempt:
        """What the browser bears that was sent away."""
        found = self.world.platform.attempts().open(guest.client.cookies["ws-attempt"])
        assert found is not None
        return found

    async def newcomer(self, who: str = "ada") -> Guest:
        guest = self.world.guest()
        assert await self.comes(guest, who, NEW) == "/search"
        return guest


@pytest.fixture
async def elsewhere(world: World, every_server: OpenIdServer) -> AsyncIterator[Elsewhere]:
    network = Meddler()
    provider = OpenIdProvider(every_server.registration, Client(network), world.clock)
    await every_server.know(ada=ADA)
    with world.platform.identity_providers.override(providers.Object({Provider.OIDC: provider})):
        yield Elsewhere(world, every_server, network)
    await network.aclose()


async def signed_out(guest: Guest) -> bool:
    return (await guest.call("GET", "/api/me")).status_code == 401
