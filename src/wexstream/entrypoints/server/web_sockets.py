"""WebSockets whose handshake may be wrong on purpose."""

from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import STATUS_LINE
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class PromptWebSocket(WebSocketsSansIOProtocol):
    """uvicorn's own protocol, which would wait for ever after a handshake that it cannot read."""

    def data_received(self, data: bytes) -> None:
        """Take in what has come; the handshake comes whole, as the HTTP protocol has read it already."""
        super().data_received(data)
        if not self.handshake_initiated:
            self.transport.write(
                STATUS_LINE[HTTPStatus.BAD_REQUEST] + b"connection: close\r\ncontent-length: 0\r\n\r\n"
            )
            self.transport.close()
