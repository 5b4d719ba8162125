"""Meetings in the rooms of a Jitsi server."""

import re
from datetime import datetime, timedelta

import jwt

from wexstream.adapters.jitsi.server import JitsiServer
from wexstream.ports.meetings import Engine, JitsiMeeting, Seat, pass_ends

AUDIENCE = "jitsi"
JAAS_ISSUER = "chat"
CLOCKS_DIFFER_BY = timedelta(seconds=10)

# Where features are named, what is not named is denied. Nobody has what the page has no button for and may
# cost the operator money: writing down what is said, and calls to telephones.
FEATURES_OF_SPEAKERS = ("livestreaming", "recording")
FEATURES_OF_NOBODY = ("transcription", "outbound-call", "sip-outbound-call")

_ROOM = re.compile(r"[a-z0-9-]+")


class JitsiMeetings:
    """Admits by tokens as Jitsi's Prosody checks them (lib-jitsi-meet, doc/tokens.md), or as JaaS does.

    A token is for one room, one person and ten minutes, as it travels in an address. It names the person's
    id, name and picture, which others in the room see, and no e-mail address. The speaker alone is moderator.
    """

    def __init__(self, server: JitsiServer) -> None:
        """Admit to the rooms of a server."""
        self._server = server
        self._key = server.signing_key()
        self._algorithm = "RS256" if server.private_key else "HS256"
        self._headers = {"kid": server.key_id} if server.key_id else None

    @property
    def engine(self) -> Engine:
        """What carries the media."""
        return Engine.JITSI

    @property
    def most_people(self) -> int | None:
        """How many can be in a room at once: Jitsi's own affair."""
        return None

    def admit(self, seat: Seat, *, at: datetime) -> JitsiMeeting:
        """Tell how this person alone gets into this room alone.

        Raises ValueError for a room that Jitsi would call otherwise: ``[a-z0-9-]`` alone is left as it is.
        """
        if not _ROOM.fullmatch(seat.room):
            raise ValueError(f"{seat.room!r} has other characters than a to z, 0 to 9 and the hyphen")
        claims = {
            "iss": JAAS_ISSUER if self._server.jaas else self._server.app_id,
            "aud": AUDIENCE,
            "sub": self._server.subject_claim,
            "room": seat.room,
            "nbf": int((at - CLOCKS_DIFFER_BY).timestamp()),
            "exp": int(pass_ends(at).timestamp()),
            "context": {"user": self._user(seat), "features": self._features(seat)},
        }
        return JitsiMeeting(
            host=self._server.host,
            script=self._server.script_address,
            room=f"{self._server.app_id}/{seat.room}" if self._server.jaas else seat.room,
            token=jwt.encode(claims, self._key, algorithm=self._algorithm, headers=self._headers),
        )

    def _user(self, seat: Seat) -> dict[str, str | bool]:
        user: dict[str, str | bool] = {"id": str(seat.account), "name": seat.full_name}
        if seat.picture is not None:
            user["avatar"] = seat.picture
        user["moderator"] = self._flag(is_on=seat.speaker)
        if not self._server.jaas:
            user["affiliation"] = "owner" if seat.speaker else "member"
        return user

    def _features(self, seat: Seat) -> dict[str, str | bool]:
        granted = {name: self._flag(is_on=seat.speaker) for name in FEATURES_OF_SPEAKERS}
        return granted | {name: self._flag(is_on=False) for name in FEATURES_OF_NOBODY}

    def _flag(self, *, is_on: bool) -> str | bool:
        return str(is_on).lower() if self._server.jaas else is_on
