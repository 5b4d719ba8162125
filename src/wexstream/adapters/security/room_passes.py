"""What opens the sockets of rooms."""

from datetime import datetime
from uuid import UUID

import msgspec

from wexstream.adapters.security.jwts import Forged, Jwts
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.ports.meetings import RoomPass


class _Claims(msgspec.Struct):
    sub: UUID
    conference: UUID
    exp: int


class JwtRoomPasses:
    """Makes and verifies tickets (JWT, RFC 7519; HS256) that serve for the socket of one room alone."""

    def __init__(self, secret: bytes) -> None:
        """Make and accept tickets that only this secret of the server makes."""
        self._jwts = Jwts(secret, "rooms", audience="wexstream-room", bears=_Claims)

    def socket(self, conference: ConferenceId) -> str:
        """Tell the path of a room's socket."""
        return f"/api/conferences/{conference}/room"

    def issue(self, admitted: RoomPass, *, expires_at: datetime) -> str:
        """Make a ticket, good until a whole second."""
        claims = _Claims(
            sub=admitted.account, conference=admitted.conference, exp=int(expires_at.timestamp())
        )
        return self._jwts.sign(claims)

    def read(self, ticket: str, *, at: datetime) -> RoomPass | None:
        """Verify a ticket: None when it is forged, expired, malformed, or for something else."""
        try:
            claims = self._jwts.verify(ticket)
        except Forged:
            return None
        if at.timestamp() >= claims.exp:
            return None
        return RoomPass(account=AccountId(claims.sub), conference=ConferenceId(claims.conference))
