"""An answer that breaks off is no whole one to whoever takes it."""

import httpx
import pytest

from tests.integration.server.conftest import Receive, Send, serving


async def break_off(_scope: object, _receive: Receive, send: Send) -> None:
    """Begin an answer, and never end it, as an export does whose database is away."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"PK", "more_body": True})


async def test_whoever_takes_an_answer_that_breaks_off_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(break_off) as running, httpx.AsyncClient() as client:
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
            await client.get(f"http://127.0.0.1:{running.port}/")
    [line] = caplog.messages
    assert line == "ASGI callable returned without completing response."
