import hmac
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from tests.support.jitsi import GUEST, NOW, SPEAKER
from tests.support.pages import present
from wexstream.adapters.peer.meetings import IceServers, PeerMeetings
from wexstream.domain.model.ids import AccountId
from wexstream.ports.meetings import Engine, IceServer, Meetings

STUN = ("stun:turn.example.org", "stun:turn.example.org:3479")
TURN = ("turn:turn.example.org", "turns:turn.example.org?transport=tcp")
SECRET = "shared with coturn"
PLAIN: Meetings = PeerMeetings(IceServers())
HELPED = PeerMeetings(IceServers(stun=STUN, turn=TURN, turn_secret=SECRET))


def test_it_holds_six_people_by_the_engine_of_our_own() -> None:
    assert PLAIN.engine is Engine.PEER
    assert PLAIN.most_people == PeerMeetings(IceServers()).admit(GUEST, at=NOW).most_people == 6


def test_without_servers_that_help_none_is_named() -> None:
    assert PeerMeetings(IceServers()).admit(SPEAKER, at=NOW).ice_servers == []


def test_stun_is_open_to_all() -> None:
    named = PeerMeetings(IceServers(stun=STUN)).admit(GUEST, at=NOW).ice_servers
    assert named == [IceServer(urls=list(STUN))]


def test_credentials_for_turn_name_end_and_account_and_show_the_shared_secret() -> None:
    _, turn = HELPED.admit(GUEST, at=NOW).ice_servers
    ends = int((NOW + timedelta(hours=12)).timestamp())
    assert turn.urls == list(TURN)
    assert turn.username == f"{ends}:{GUEST.account}"
    mac = hmac.digest(SECRET.encode(), present(turn.username).encode(), "sha1")
    assert turn.credential == b64encode(mac).decode()


def test_each_account_has_credentials_of_its_own() -> None:
    other = replace(GUEST, account=AccountId(UUID(int=9)))
    named = [HELPED.admit(seat, at=NOW).ice_servers[1] for seat in (GUEST, other)]
    assert len({(one.username, one.credential) for one in named}) == 2


def test_the_secret_is_not_shown_where_the_servers_are() -> None:
    assert SECRET not in repr(IceServers(turn=TURN, turn_secret=SECRET))
