import json
from datetime import timedelta
from uuid import UUID

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.jitsi import GUEST, NOW, SPEAKER, bytes_of, encoded
from wexstream.adapters.peer.meetings import PeerMeetings
from wexstream.adapters.security.keys import derive
from wexstream.adapters.security.tokens import JwtSessionTokens
from wexstream.domain.model.account import Language
from wexstream.domain.model.ids import AccountId, ConferenceId, SessionId
from wexstream.ports.meetings import Engine, Meetings, RoomPass, RoomPasses, Seat
from wexstream.ports.security import SessionClaim

SECRET = b"the one secret of this server, a test's"
ADAPTER = PeerMeetings(SECRET)
MEETINGS: Meetings = ADAPTER
PASSES: RoomPasses = ADAPTER
SEATS = st.builds(
    Seat,
    conference=st.uuids().map(ConferenceId),
    room=st.from_regex("[a-z0-9]{26}", fullmatch=True),
    title=st.text(),
    account=st.uuids().map(AccountId),
    full_name=st.text(),
    picture=st.none() | st.just(SPEAKER.picture),
    language=st.sampled_from(Language),
    speaker=st.booleans(),
)
ANY_TEXT = st.text() | st.text("\ud800\udfffa. ")  # lone surrogates too


@given(SEATS)
def test_a_pass_leads_to_the_socket_of_its_room_without_any_script(seat: Seat) -> None:
    pass_ = MEETINGS.admit(seat, at=NOW)
    assert pass_.engine is Engine.PEER
    assert pass_.place == f"/api/conferences/{seat.conference}/room"
    assert pass_.script is None
    assert pass_.room == seat.room


@given(seat=SEATS, later=st.timedeltas(timedelta(0), timedelta(minutes=9)))
def test_a_token_says_who_enters_which_room_as_what(seat: Seat, later: timedelta) -> None:
    token = MEETINGS.admit(seat, at=NOW).token
    expected = RoomPass(account=seat.account, conference=seat.conference, speaker=seat.speaker)
    assert PASSES.read(token, at=NOW + later) == expected


@given(seat=SEATS, late=st.timedeltas(timedelta(0), timedelta(days=365)))
def test_a_token_ends_with_its_pass(seat: Seat, late: timedelta) -> None:
    pass_ = MEETINGS.admit(seat, at=NOW)
    assert PASSES.read(pass_.token, at=pass_.expires_at - timedelta(microseconds=1)) is not None
    assert PASSES.read(pass_.token, at=pass_.expires_at + late) is None


def test_a_token_of_another_server_is_refused() -> None:
    token = PeerMeetings(SECRET[::-1]).admit(GUEST, at=NOW).token
    assert PASSES.read(token, at=NOW) is None


def test_a_token_of_a_session_opens_no_room_and_that_of_a_room_is_no_session() -> None:
    sessions = JwtSessionTokens(SECRET)
    claim = SessionClaim(account=GUEST.account, session=SessionId(UUID(int=9)))
    assert PASSES.read(sessions.issue(claim, expires_at=NOW + timedelta(hours=1)), at=NOW) is None
    assert sessions.read(MEETINGS.admit(GUEST, at=NOW).token, at=NOW) is None


@given(st.data())
def test_a_token_of_which_anything_was_changed_is_refused(data: st.DataObject) -> None:
    token = MEETINGS.admit(data.draw(SEATS), at=NOW).token
    # Of the signature's last character, two bits count for nothing.
    place = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.characters(exclude_characters=token[place]))
    assert PASSES.read(token[:place] + other + token[place + 1 :], at=NOW) is None


@given(ANY_TEXT)
def test_what_is_no_token_is_refused(token: str) -> None:
    assert PASSES.read(token, at=NOW) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[(name, None) for name in ("iss", "aud", "sub", "conference", "speaker", "exp")],
        ("iss", "somebody-else"),
        ("aud", "wexstream-session"),
        ("aud", ["wexstream-room"]),
        ("sub", "no uuid"),
        ("conference", "no uuid"),
        ("speaker", "true"),
        ("speaker", 1),
        ("exp", "tomorrow"),
        ("exp", True),
    ],
)
def test_a_token_of_ours_that_says_something_else_is_refused(name: str, value: object) -> None:
    changed = {key: said for key, said in (payload() | {name: value}).items() if said is not None}
    assert PASSES.read(signed(payload()), at=NOW) is not None
    assert PASSES.read(signed(changed), at=NOW) is None


@pytest.mark.parametrize("algorithm", ["none", "HS384", "HS512"])
def test_any_other_algorithm_is_refused(algorithm: str) -> None:
    assert PASSES.read(signed(payload(), algorithm), at=NOW) is None


def test_time_is_what_the_caller_says_not_what_the_machine_says() -> None:
    for year in (1970, 2970):
        at = NOW.replace(year=year)
        assert PASSES.read(MEETINGS.admit(GUEST, at=at).token, at=at) is not None


def payload() -> dict[str, object]:
    said: dict[str, object] = json.loads(bytes_of(MEETINGS.admit(GUEST, at=NOW).token.split(".")[1]))
    return said


def signed(payload: dict[str, object], algorithm: str = "HS256") -> str:
    text = ".".join(
        encoded(json.dumps(part).encode()) for part in ({"alg": algorithm, "typ": "JWT"}, payload)
    )
    key = derive(SECRET, "rooms")
    return f"{text}.{encoded(jwt.get_algorithm_by_name(algorithm).sign(text.encode(), key))}"
