"""Meetings from browser to browser; how these find each other, our own server passes on."""

import hmac
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wexstream.domain.model.ids import AccountId
from wexstream.ports.meetings import Engine, IceServer, PeerMeeting, Seat

MOST_PEOPLE = 6  # each sends to each: more than a browser on a common machine can encode
CREDENTIALS_LAST = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class IceServers:
    """What helps browsers that cannot reach each other directly (STUN, RFC 8489; TURN, RFC 8656).

    ``stun`` and ``turn`` are addresses (RFC 7064, RFC 7065); ``turn_secret`` is what we share with the TURN
    servers, without which there is none.
    """

    stun: tuple[str, ...] = ()
    turn: tuple[str, ...] = ()
    turn_secret: str = field(default="", repr=False)

    def for_account(self, account: AccountId, *, at: datetime) -> list[IceServer]:
        """Name the servers to an account."""
        servers = [IceServer(urls=list(self.stun))] if self.stun else []
        if self.turn:
            username, credential = self.credentials(account, at=at)
            servers.append(IceServer(urls=list(self.turn), username=username, credential=credential))
        return servers

    def credentials(self, account: AccountId, *, at: datetime) -> tuple[str, str]:
        """Make name and password for TURN that end after twelve hours.

        They are such as coturn understands (draft-uberti-behave-turn-rest): the secret shows who may use the
        relay, without a list of users.
        """
        username = f"{int((at + CREDENTIALS_LAST).timestamp())}:{account}"
        mac = hmac.digest(self.turn_secret.encode(), username.encode(), "sha1")
        return username, b64encode(mac).decode("ascii")


class PeerMeetings:
    """Tells browsers what helps them to reach each other."""

    def __init__(self, ice: IceServers) -> None:
        """Name these servers."""
        self._ice = ice

    @property
    def engine(self) -> Engine:
        """What carries the media."""
        return Engine.PEER

    @property
    def most_people(self) -> int | None:
        """How many can be in a room at once."""
        return MOST_PEOPLE

    def admit(self, seat: Seat, *, at: datetime) -> PeerMeeting:
        """Tell how this person alone gets into this room alone."""
        return PeerMeeting(ice_servers=self._ice.for_account(seat.account, at=at), most_people=MOST_PEOPLE)
