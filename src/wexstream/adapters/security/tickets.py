"""What opens the sockets of rooms."""

from datetime import datetime
from uuid import UUID

import jwt
import msgspec

from wexstream.adapters.security.keys import derive
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.ports.meetings import RoomPass

ALGORITHM = "HS256"
ISSUER = "wexstream"
AUDIENCE = "wexstream-room"


class _Claims(msgspec.Struct):
    sub: UUID
    conference: UUID
    exp: int


class JwtRoomPasses:
    """Makes and verifies tickets (JWT, RFC 7519; HS256) that serve for the socket of one room alone."""

    def __init__(self, secret: bytes) -> None:
        """Make and accept tickets that only this secret of the server makes."""
        self._key = derive(secret, "rooms")

    def socket(self, conference: ConferenceId) -> str:
        """Tell the path of a room's socket."""
        return f"/api/conferences/{conference}/room"

    def issue(self, admitted: RoomPass, *, expires_at: datetime) -> str:
        """Make a ticket, good until a whole second."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(admitted.account),
            "conference": str(admitted.conference),
            "exp": int(expires_at.timestamp()),
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)

    def read(self, ticket: str, *, at: datetime) -> RoomPass | None:
        """Verify a ticket: None when it is forged, expired, malformed, or for something else."""
        try:
            payload = jwt.decode(
                ticket,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"strict_aud": True, "verify_exp": False},  # its end is held against ``at`` below
            )
            claims = msgspec.convert(payload, _Claims)
        except (jwt.PyJWTError, msgspec.ValidationError, UnicodeEncodeError):
            return None
        if at.timestamp() >= claims.exp:
            return None
        return RoomPass(account=AccountId(claims.sub), conference=ConferenceId(claims.conference))
