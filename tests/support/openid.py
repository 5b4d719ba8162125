"""A real OpenID provider of the tests' own, and people who sign in at it."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from wexstream.adapters.identity.openid import OpenIdRegistration
from wexstream.domain.model.identity import Provider

CLIENT, OTHER_CLIENT = "wexstream", "another"
CALLBACK = "http://localhost:4003/api/auth/oidc/callback"
ADA = {"email": "ada@example.org", "email_verified": True, "name": "Ada Lovelace"}

_FOLDER = Path(__file__).parent / "openid_provider"
_NODE = Path(sys.executable).parent / "node"


@dataclass
class OpenIdServer:
    """The provider; whoever has a name there signs in by it."""

    issuer: str
    _process: asyncio.subprocess.Process

    async def know(self, **people: dict[str, Any]) -> None:
        """Let there be these people, and nobody else, with what it says of each."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(people).encode() + b"\n")
        while await self._process.stdout.readline() != b"known\n":
            assert self._process.returncode is None

    @property
    def registration(self) -> OpenIdRegistration:
        return OpenIdRegistration(
            provider=Provider.OIDC,
            name="Example ID",
            issuer=self.issuer,
            client_id=CLIENT,
            client_secret=f"the secret of {CLIENT}",
        )

    async def sign_in(self, address: str, who: str) -> httpx.URL:
        """Go where one is sent, sign in there, and tell where one is sent back to."""
        async with httpx.AsyncClient(base_url=self.issuer) as browser:
            answer = await browser.get(address)
            while answer.is_redirect:
                going = httpx.URL(self.issuer).join(answer.headers["location"])
                if going.path.startswith("/interaction/"):
                    form = {"prompt": "login", "login": who, "password": "any"}
                    answer = await browser.post(going, data=form)
                elif f"{going.scheme}://{going.netloc.decode()}" == self.issuer:
                    answer = await browser.get(going)
                else:
                    return going
            raise AssertionError(answer.text)

    async def refuse(self, address: str) -> httpx.URL:
        """Go where one is sent, and say no there."""
        async with httpx.AsyncClient(base_url=self.issuer) as browser:
            going = httpx.URL(self.issuer).join((await browser.get(address)).headers["location"])
            answer = await browser.get(f"{going.path}/abort")
            answer = await browser.get(answer.headers["location"])
            return httpx.URL(answer.headers["location"])


@asynccontextmanager
async def openid_server() -> AsyncGenerator[OpenIdServer]:
    """Run a provider that sends people back to any port of this machine."""
    process = await asyncio.create_subprocess_exec(
        *(_NODE, _FOLDER / "server.js"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            lines = aiter(process.stdout)
            issuer = ""
            while not issuer.startswith("http"):
                issuer = (await anext(lines)).decode().strip()
        yield OpenIdServer(issuer, process)
    finally:
        process.stdin.close()
        await process.wait()
