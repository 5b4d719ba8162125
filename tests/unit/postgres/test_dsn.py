import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from wexstream.adapters.postgres.dsn import dsn

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
SSL_REQUEST = bytes.fromhex("00000008 04d2162f")  # PostgreSQL documentation, 54.7


@given(user=WORDS, password=WORDS, database=WORDS)
def test_whatever_is_said_is_found_in_it(user: str, password: str, database: str) -> None:
    made = urlsplit(dsn(host="db.example.org", port=5433, user=user, password=password, database=database))
    assert unquote(made.path) == f"/{database}"
    assert parse_qs(made.query, strict_parsing=True) == {
        "host": ["db.example.org"],
        "port": ["5433"],
        "user": [user],
        "password": [password],
    }


class TlsServer:
    """Speaks TLS as PostgreSQL does, notes who connects, and hangs up."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self.greetings: list[bytes] = []
        self.port = 0

    @asynccontextmanager
    async def running(self) -> AsyncGenerator["TlsServer"]:
        server = await asyncio.start_server(self._greet, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            await server.wait_closed()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            assert await reader.readexactly(8) == SSL_REQUEST
            writer.write(b"S")
            await writer.start_tls(self._context)
            self.greetings.append(await reader.read(1_000))
        writer.close()


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
async def server(authority: trustme.CA) -> AsyncGenerator[TlsServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    async with TlsServer(context).running() as server:
        yield server


def address(server: TlsServer, authority: trustme.CA, folder: Path, *, host: str = "localhost") -> str:
    """Name the server, trusting an authority, with a certificate and key of the client's own."""
    authorities, certificate, key = (folder / name for name in ("ca.pem", "own.pem", "own.key"))
    authority.cert_pem.write_to_path(authorities)
    own = authority.issue_cert("client@example.org")
    own.cert_chain_pems[0].write_to_path(certificate)
    own.private_key_pem.write_to_path(key)
    return dsn(
        host=host,
        port=server.port,
        user="wexstream",
        password=None,
        database="wexstream",
        authorities=authorities,
        certificate=certificate,
        key=key,
    )


async def test_who_is_trusted_is_connected_to_with_a_certificate(
    server: TlsServer, authority: trustme.CA, tmp_path: Path
) -> None:
    with pytest.raises((OSError, asyncpg.PostgresError)):
        await asyncpg.connect(address(server, authority, tmp_path))
    assert b"wexstream" in server.greetings[0]


async def test_who_is_not_trusted_is_told_nothing(server: TlsServer, tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await asyncpg.connect(address(server, trustme.CA(), tmp_path))
    assert server.greetings == []


async def test_another_host_than_the_certificate_names_is_told_nothing(
    server: TlsServer, authority: trustme.CA, tmp_path: Path
) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await asyncpg.connect(address(server, authority, tmp_path, host="127.0.0.1"))
    assert server.greetings == []


async def test_an_address_of_the_sixth_version_is_told_from_its_port() -> None:
    made = dsn(host="::1", port=1, user="u", password=None, database="d")
    with pytest.raises(OSError, match="::1"):
        await asyncpg.connect(made, ssl=False)
