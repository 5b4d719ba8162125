"""One request to an application in this process, answered in bytes; streams and sockets too."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

SWITCHING_PROTOCOLS = 101


@dataclass(frozen=True)
class Answer:
    """What came back. Of a socket that was opened: its code, if it was closed then, and what came first."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def code(self) -> str | None:
        """The stable word of a refusal."""
        try:
            said = json.loads(self.body)
        except ValueError:
            return None
        return said.get("code") if isinstance(said, dict) else None

    @property
    def essence(self) -> "Answer":
        """Everything that tells one answer from another, but the id to ask the operator about."""
        return replace(self, headers=sorted(one for one in self.headers if one[0] != b"x-request-id"))


@dataclass
class _Exchange:
    """A client that says all it has to say, and is gone once it has heard something."""

    says: list[dict[str, Any]]
    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> dict[str, Any]:
        if self.says:
            return self.says.pop(0)
        await self.heard.wait()
        return {"type": "http.disconnect"}

    async def send(self, event: dict[str, Any]) -> None:
        match event["type"].removeprefix("websocket."):
            case "accept":
                self.status = SWITCHING_PROTOCOLS
                return
            case "http.response.start":
                self.status, self.headers = event["status"], list(event["headers"])
                return
            case "http.response.body":
                self.body += event.get("body", b"")
            case "send":
                self.body += event["text"].encode()
            case "close":
                self.status = event["code"]
        self.heard.set()


async def ask(app: Any, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
    """Ask for something; of a stream, hear its beginning."""
    length = {"content-length": str(len(body))} if body else {}
    scope = {**_scope("http", path, headers | length), "method": method}
    return await _exchange(app, scope, [{"type": "http.request", "body": body}])


async def open_socket(app: Any, path: str, headers: dict[str, str], frame: str) -> Answer:
    """Open a socket and say something; of one that stays open, hear what comes first."""
    scope = {**_scope("websocket", path, headers), "subprotocols": []}
    says = {"type": "websocket.receive", "text": frame}
    return await _exchange(app, scope, [{"type": "websocket.connect"}, says])


async def _exchange(app: Any, scope: dict[str, Any], says: list[dict[str, Any]]) -> Answer:
    exchange = _Exchange(says)
    await app(scope, exchange.receive, exchange.send)
    return Answer(exchange.status, exchange.headers, exchange.body)


def _scope(kind: str, path: str, headers: dict[str, str]) -> dict[str, Any]:
    plain, _, query = path.partition("?")
    named = {"host": "localhost:4003", **headers}
    return {
        "type": kind,
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "ws" if kind == "websocket" else "http",
        "server": ("localhost", 4003),
        "client": ("127.0.0.1", 50000),
        "root_path": "",
        "path": unquote(plain),
        "raw_path": plain.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in named.items()],
        "extensions": {"websocket.http.response": {}},
        "state": {},
    }
