"""Having the server ask where others may not: what people enter is never fetched, providers lead nowhere."""

import ast
from pathlib import Path

import httpx
import pytest

from wexstream.adapters.identity.client import Client, require_safe
from wexstream.ports.identity import ProviderUnavailable

SOURCES = Path(__file__).parents[2] / "src" / "wexstream"
CLIENTS = {"aiohttp", "ftplib", "http.client", "httpx", "requests", "urllib.request", "urllib3"}
MAY_ASK = {
    "entrypoints/checks/jitsi.py": "wexstream check, of the operator's own Jitsi",
    "adapters/identity/client.py": "of the operator's own providers",
}
OPENERS = {"create_connection", "open_connection", "create_datagram_endpoint", "sock_connect", "urlopen"}
MAY_OPEN = {
    "entrypoints/checks/jitsi.py": "the same",
    "entrypoints/checks/stun.py": "wexstream check, of the operator's own STUN and TURN servers",
    "entrypoints/infrastructure/jobs.py": "to PostgreSQL, by a helper of that name",
    "adapters/postgres/": "the same",
}


def modules() -> list[tuple[str, ast.Module]]:
    return [(str(path.relative_to(SOURCES)), ast.parse(path.read_text())) for path in SOURCES.rglob("*.py")]


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module)):
                found.add(module)
    return found


def called(tree: ast.Module) -> set[str]:
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {getattr(function, "attr", getattr(function, "id", "")) for function in functions}


def test_hardly_anything_asks_other_servers_and_never_where_people_say() -> None:
    asking = {name for name, tree in modules() if imported(tree) & CLIENTS}
    assert asking == set(MAY_ASK)


def test_nothing_else_opens_connections() -> None:
    opening = {name for name, tree in modules() if called(tree) & OPENERS}
    assert "entrypoints/checks/stun.py" in opening
    assert {name for name in opening if not name.startswith(tuple(MAY_OPEN))} == set()


INWARD = (
    "http://provider.example/keys",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:127.0.0.1]/",
    "http://localhost.evil.example/",
    "http://127.0.0.1.evil.example/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "ftp://provider.example/keys",
    "//provider.example/keys",
    "provider.example",
    "https://",
    "https:///etc/passwd",
    "https://provider.example:0/",
    "https://provider.example\r\nX-Evil: y/",
    "https://provider.example/\t",
    "",
)
ISSUER = "https://provider.example"


@pytest.mark.parametrize("address", INWARD)
def test_no_provider_leads_inward(address: str) -> None:
    with pytest.raises(ProviderUnavailable):
        require_safe(address, ISSUER)


def test_a_provider_on_this_machine_leads_to_this_machine_alone() -> None:
    assert require_safe("http://127.0.0.1:9/keys", "http://localhost:9")
    with pytest.raises(ProviderUnavailable):
        require_safe("http://10.0.0.1/keys", "http://localhost:9")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirection_of_a_provider_is_followed(status: int) -> None:
    asked = []

    def lead_on(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(status, headers={"Location": "http://169.254.169.254/latest/meta-data/"})

    asker = Client(httpx.MockTransport(lead_on))
    with pytest.raises(ProviderUnavailable):
        await asker.get(f"{ISSUER}/keys", dict)
    with pytest.raises(ProviderUnavailable):
        await asker.post(f"{ISSUER}/token", dict, {"code": "x"})
    assert asked == [f"{ISSUER}/keys", f"{ISSUER}/token"]
