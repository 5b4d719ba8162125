"""Signing in by an OpenID provider: a real one, run by these tests."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from dependency_injector import providers

from tests.http.world import Guest, Member, World
from tests.support.openid import ADA, CALLBACK, OpenIdServer, openid_server
from wexstream.adapters.identity.client import Client
from wexstream.adapters.identity.openid import OpenIdProvider
from wexstream.domain.model.identity import Provider

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
        self.changes: dict[str, Any] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if request.url.path != "/token" or not self.changes:
            return answer
        await answer.aread()
        return httpx.Response(answer.status_code, json=answer.json() | self.changes)


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


async def test_who_is_new_and_accepts_the_terms_has_a_verified_account(elsewhere: Elsewhere) -> None:
    ada = await elsewhere.newcomer()

    me = await ada.ok("GET", "/api/me")

    assert me["state"] == "active"
    assert (me["full_name"], me["email"], me["has_password"]) == ("Ada Lovelace", "ada@example.org", False)
