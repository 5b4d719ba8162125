"""Methods that nothing here has: none does anything, and none says back what it was sent."""

import pytest

from tests.attacks.routes import routes
from tests.http.world import World
from tests.support.asgi import ask

KNOWN = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
STRANGE = ("TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG", "get", "GET\u00a0")


@pytest.mark.parametrize("method", STRANGE)
async def test_every_address_refuses_them(world: World, method: str) -> None:
    for address in sorted({address for _, address in routes(world.app)}):
        answer = await ask(world.app, method, address, {"x-secret": "s3cret", "cookie": "ws=s3cret"})
        assert answer.status == 405, address
        assert b"s3cret" not in answer.body
        allowed = dict(answer.headers)[b"allow"].decode().split(", ")
        assert set(allowed) <= KNOWN
