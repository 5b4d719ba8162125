import json
from datetime import datetime, timedelta
from uuid import UUID

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.jitsi import GUEST, NOW, bytes_of, encoded
from wexstream.adapters.security.keys import derive
from wexstream.adapters.security.room_passes import JwtRoomPasses
from wexstream.adapters.security.tokens import JwtSessionTokens
from wexstream.domain.model.ids import AccountId, ConferenceId, SessionId
from wexstream.ports.meetings import RoomPass, RoomPasses, pass_ends
from wexstream.ports.security import SessionClaim

SECRET = b"the one secret of this server, a test's"
PASSES: RoomPasses = JwtRoomPasses(SECRET)
ADMITTED = RoomPass(account=GUEST.account, conference=ConferenceId(UUID(int=1)))
ADMISSIONS = st.builds(
    RoomPass,
    account=st.uuids().map(AccountId),
    conference=st.uuids().map(ConferenceId),
)
ANY_TEXT = st.text() | st.text("\ud800\udfffa. ")  # lone surrogates too


def issued(admitted: RoomPass = ADMITTED, *, at: datetime = NOW) -> str:
    return PASSES.issue(admitted, expires_at=pass_ends(at))


@given(st.uuids().map(ConferenceId))
def test_each_room_has_a_socket_of_its_own(conference: ConferenceId) -> None:
    assert PASSES.socket(conference) == f"/api/conferences/{conference}/room"


@given(admitted=ADMISSIONS, later=st.timedeltas(timedelta(0), timedelta(minutes=9)))
def test_a_ticket_says_who_enters_which_room(admitted: RoomPass, later: timedelta) -> None:
    assert PASSES.read(issued(admitted), at=NOW + later) == admitted


@given(admitted=ADMISSIONS, late=st.timedeltas(timedelta(0), timedelta(days=365)))
def test_a_ticket_ends_when_its_pass_does(admitted: RoomPass, late: timedelta) -> None:
    ticket, ends = issued(admitted), pass_ends(NOW)
    assert PASSES.read(ticket, at=ends - timedelta(microseconds=1)) is not None
    assert PASSES.read(ticket, at=ends + late) is None


def test_a_ticket_of_another_server_is_refused() -> None:
    ticket = JwtRoomPasses(SECRET[::-1]).issue(ADMITTED, expires_at=pass_ends(NOW))
    assert PASSES.read(ticket, at=NOW) is None


def test_a_token_of_a_session_opens_no_room_and_a_ticket_is_no_session() -> None:
    sessions = JwtSessionTokens(SECRET)
    claim = SessionClaim(account=GUEST.account, session=SessionId(UUID(int=9)))
    assert PASSES.read(sessions.issue(claim, expires_at=NOW + timedelta(hours=1)), at=NOW) is None
    assert sessions.read(issued(), at=NOW) is None


@given(st.data())
def test_a_ticket_of_which_anything_was_changed_is_refused(data: st.DataObject) -> None:
    ticket = issued(data.draw(ADMISSIONS))
    # Of the signature's last character, two bits count for nothing.
    place = data.draw(st.integers(0, len(ticket) - 2))
    other = data.draw(st.characters(exclude_characters=ticket[place]))
    assert PASSES.read(ticket[:place] + other + ticket[place + 1 :], at=NOW) is None


@given(ANY_TEXT)
def test_what_is_no_ticket_is_refused(ticket: str) -> None:
    assert PASSES.read(ticket, at=NOW) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[(name, None) for name in ("iss", "aud", "sub", "conference", "exp")],
        ("iss", "somebody-else"),
        ("aud", "wexstream-session"),
        ("aud", ["wexstream-room"]),
        ("sub", "no uuid"),
        ("conference", "no uuid"),
        ("exp", "tomorrow"),
        ("exp", True),
    ],
)
def test_a_ticket_of_ours_that_says_something_else_is_refused(name: str, value: object) -> None:
    changed = {key: said for key, said in (payload() | {name: value}).items() if said is not None}
    assert PASSES.read(signed(payload()), at=NOW) is not None
    assert PASSES.read(signed(changed), at=NOW) is None


@pytest.mark.parametrize("algorithm", ["none", "HS384", "HS512"])
def test_any_other_algorithm_is_refused(algorithm: str) -> None:
    assert PASSES.read(signed(payload(), algorithm), at=NOW) is None


def test_time_is_what_the_caller_says_not_what_the_machine_says() -> None:
    for year in (1970, 2970):
        at = NOW.replace(year=year)
        assert PASSES.read(issued(at=at), at=at) is not None


def payload() -> dict[str, object]:
    said: dict[str, object] = json.loads(bytes_of(issued().split(".")[1]))
    return said


def signed(payload: dict[str, object], algorithm: str = "HS256") -> str:
    text = ".".join(
        encoded(json.dumps(part).encode()) for part in ({"alg": algorithm, "typ": "JWT"}, payload)
    )
    key = derive(SECRET, "rooms")
    return f"{text}.{encoded(jwt.get_algorithm_by_name(algorithm).sign(text.encode(), key))}"
