"""Meetings from browser to browser, through rooms of our own server."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt
import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.ports.meetings import PASS_MINUTES, Engine, MeetingPass, RoomPass, Seat

ALGORITHM = "HS256"
ISSUER = "wexstream"
AUDIENCE = "wexstream-room"


class _Claims(msgspec.Struct):
    sub: UUID
    conference: UUID
    speaker: bool
    exp: int


class PeerMeetings:
    """Admits to the sockets of rooms by tokens (JWT, RFC 7519; HS256) that serve for nothing else."""

    def __init__(self, secret: bytes) -> None:
        """Make and accept tokens by a key derived from the server's one secret (HKDF, RFC 5869)."""
        hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"wexstream/rooms")
        self._key = hkdf.derive(secret)

    @property
    def engine(self) -> Engine:
        """What carries the media."""
        return Engine.PEER

    def admit(self, seat: Seat, *, at: datetime) -> MeetingPass:
        """Make a pass for this room and this person alone, valid for ten minutes."""
        ends = int((at + timedelta(minutes=PASS_MINUTES)).timestamp())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(seat.account),
            "conference": str(seat.conference),
            "speaker": seat.speaker,
            "exp": ends,
        }
        return MeetingPass(
            engine=self.engine,
            place=f"/api/conferences/{seat.conference}/room",
            script=None,
            room=seat.room,
            token=jwt.encode(claims, self._key, algorithm=ALGORITHM),
            moderator=seat.speaker,
            expires_at=datetime.fromtimestamp(ends, UTC),
        )

    def read(self, token: str, *, at: datetime) -> RoomPass | None:
        """Verify a token: None when it is forged, expired, malformed, or for something else."""
        try:
            payload = jwt.decode(
                token,
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
        return RoomPass(
            account=AccountId(claims.sub),
            conference=ConferenceId(claims.conference),
            speaker=claims.speaker,
        )
