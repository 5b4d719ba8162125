"""A bare room on Litestar: what comes over one socket goes to all others, as it came.

Its page is the smallest by which two people meet (WebRTC). Run by ``python -m benchmarks.relay``; it is given
PORT.
"""

from pathlib import Path
from typing import Any, Final

from litestar import Litestar, MediaType, WebSocket, get, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect

from benchmarks.serving import serve

Socket = WebSocket[Any, Any, State]

_PAGE: Final = Path(__file__).with_name("bare.html").read_text("utf-8")
_sockets: set[Socket] = set()


@get("/healthz")
async def health() -> dict[str, str]:
    """Tell that it answers."""
    return {"status": "ok"}


@get("/", media_type=MediaType.HTML)
async def page() -> str:
    """Hand out the page."""
    return _PAGE


@websocket("/room")
async def room(socket: Socket) -> None:
    """Pass on what comes, until the socket is closed."""
    await socket.accept()
    _sockets.add(socket)
    try:
        while True:
            frame = await socket.receive_text()
            for other in list(_sockets):
                if other is not socket:
                    await other.send_text(frame)
    except WebSocketDisconnect:
        pass
    finally:
        _sockets.remove(socket)


if __name__ == "__main__":
    serve(Litestar([health, page, room]))
