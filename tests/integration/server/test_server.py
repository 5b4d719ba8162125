"""What the server does, whatever the application is."""

import asyncio
import ssl
from collections.abc import MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import trustme

from tests.integration.server.client import REQUEST, connected, greet
from tests.integration.server.conftest import LOCAL, Receive, Send, say, serving
from wexstream.entrypoints.settings.parts import Tls


async def tell_who_asks(scope: MutableMapping[str, Any], _receive: Receive, send: Send) -> None:
    await say(f"{scope['client'][0]} {scope['scheme']}", send)


async def test_an_answer_bears_its_date_and_does_not_name_the_program() -> None:
    async with serving(greet) as running, httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{running.port}/")
    assert answer.text == "hello"
    assert "date" in answer.headers
    assert "server" not in answer.headers


async def test_a_proxy_is_believed_only_where_it_is_named() -> None:
    headers = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    trusting = replace(LOCAL, trusted_proxies=("127.0.0.0/8",))
    elsewhere = replace(LOCAL, trusted_proxies=("10.0.0.1",))
    for http, seen in (
        (trusting, "203.0.113.7 https"),
        (elsewhere, "127.0.0.1 http"),
        (LOCAL, "127.0.0.1 http"),
    ):
        async with serving(tell_who_asks, http) as running, httpx.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{running.port}/", headers=headers)
        assert answer.text == seen


async def test_it_serves_tls_by_itself(tmp_path: Path) -> None:
    authority = trustme.CA()
    made = authority.issue_cert("localhost")
    made.private_key_pem.write_to_path(str(tmp_path / "key"))
    made.cert_chain_pems[0].write_to_path(str(tmp_path / "certificate"))
    http = replace(LOCAL, tls=Tls(certificate=tmp_path / "certificate", private_key=tmp_path / "key"))
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with serving(tell_who_asks, http) as running, httpx.AsyncClient(verify=trusting) as client:
        answer = await client.get(f"https://localhost:{running.port}/")
    assert answer.text.endswith(" https")


async def test_before_it_waits_for_answers_it_says_so() -> None:
    stopping = asyncio.Event()

    async def stream(_scope: object, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"hello", "more_body": True})
        await stopping.wait()
        await send({"type": "http.response.body", "body": b" and farewell"})

    async with serving(stream, stopping=stopping.set) as running, connected(running.port) as client:
        await client.send(REQUEST)
        await client.answer()
        await running.stop()
        assert b" and farewell" in await client.rest()


async def test_it_stops_although_an_answer_has_no_end() -> None:
    async def stream(_scope: object, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"hello", "more_body": True})
        await receive()  # the request
        await receive()  # its end

    async with serving(stream) as running, connected(running.port) as client:
        running.server.config.timeout_graceful_shutdown = 0
        await client.send(REQUEST)
        await client.answer()
        await running.stop()
        await client.rest()
