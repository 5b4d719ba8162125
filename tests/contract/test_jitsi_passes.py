from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.jitsi import APP_ID, GUEST, HOST, NAMES, NOW, SECRET, SPEAKER, TENANT, jitsi, said
from tests.support.prosody_verifier import Refused
from wexstream.adapters.jitsi.meetings import JitsiMeetings
from wexstream.adapters.jitsi.server import JitsiServer
from wexstream.domain.model import account
from wexstream.domain.model.errors import Invalid
from wexstream.domain.model.ids import AccountId
from wexstream.ports.meetings import Engine, Seat, pass_ends


@pytest.fixture(params=NAMES, scope="session")
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_token_holds_from_ten_seconds_before_to_ten_minutes_after(name: str) -> None:
    pass_ = jitsi(name).meetings.admit(GUEST, at=NOW)
    prosody, ends = jitsi(name).prosody, pass_ends(NOW)
    for at in (NOW - timedelta(seconds=10), NOW, ends - timedelta(microseconds=1)):
        prosody.join(pass_.token, room=pass_.room, at=at)
    for at in (NOW - timedelta(seconds=11), ends):
        with pytest.raises(Refused):
            prosody.join(pass_.token, room=pass_.room, at=at)


def names() -> st.SearchStrategy[str]:
    return accepted(st.text(min_size=1, max_size=account.NAME_LONGEST), account.full_name)


@given(data=st.data())
def test_whatever_people_are_called_a_token_opens_its_own_room_and_no_other(
    name: str, data: st.DataObject
) -> None:
    rooms = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=64)
    room, other = data.draw(rooms), data.draw(rooms)
    seat = replace(
        data.draw(st.sampled_from([SPEAKER, GUEST])),
        room=room,
        full_name=data.draw(names()),
        account=AccountId(data.draw(st.uuids())),
    )
    at = data.draw(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds it
    pass_ = jitsi(name).meetings.admit(seat, at=at)
    admitted = jitsi(name).prosody.join(pass_.token, room=pass_.room, at=at)
    assert admitted.owner == seat.speaker
    assert admitted.user["name"] == seat.full_name
    assert admitted.user["id"] == str(seat.account)
    assume(other != room)
    with pytest.raises(Refused):
        jitsi(name).prosody.join(pass_.token, room=pass_.room.replace(room, other), at=at)


@pytest.mark.parametrize("room", ["", "*", "Rain", "rain and snow", "rain/snow", "régen", "rain\n", "rain_1"])
def test_a_room_that_jitsi_would_call_otherwise_is_refused(name: str, room: str) -> None:
    with pytest.raises(ValueError, match="hyphen"):
        jitsi(name).meetings.admit(replace(SPEAKER, room=room), at=NOW)


class TestPass:
    @pytest.mark.parametrize("seat", [SPEAKER, GUEST], ids=["speaker", "guest"])
    def test_a_pass_tells_the_page_where_to_go(self, name: str, seat: Seat) -> None:
        meetings = jitsi(name).meetings
        pass_ = meetings.admit(seat, at=NOW)
        assert (meetings.engine, meetings.most_people) == (Engine.JITSI, None)
        assert pass_.host == ("8x8.vc" if name == "jaas" else HOST)
        assert pass_.room == (f"{TENANT}/{seat.room}" if name == "jaas" else seat.room)
        directory = f"{TENANT}/" if name == "jaas" else ""
        assert pass_.script == f"https://{pass_.host}/{directory}external_api.js"

    def test_the_script_may_be_elsewhere(self, name: str) -> None:
        server = replace(jitsi(name).server, script="https://cdn.example.org/api.js")
        assert JitsiMeetings(server).admit(GUEST, at=NOW).script == "https://cdn.example.org/api.js"

    @pytest.mark.parametrize("host", ["jitsi.example.org", "jitsi.example.org:8443"])
    def test_the_subject_is_the_host_without_its_port_unless_another_is_said(self, host: str) -> None:
        server = JitsiServer(host=host, app_id=APP_ID, secret=SECRET)
        token = JitsiMeetings(server).admit(GUEST, at=NOW).token
        assert said(token, "sub") == "jitsi.example.org"
        other = JitsiMeetings(replace(server, subject="meet.jitsi")).admit(GUEST, at=NOW)
        assert said(other.token, "sub") == "meet.jitsi"
        assert other.host == host

    def test_jaas_is_told_the_app_id_as_its_subject_whatever_is_said(self) -> None:
        server = replace(jitsi("jaas").server, subject="8x8.vc")
        assert said(JitsiMeetings(server).admit(GUEST, at=NOW).token, "sub") == TENANT


def accepted(texts: st.SearchStrategy[str], accept: Callable[[str], str]) -> st.SearchStrategy[str]:
    """Those texts that the domain accepts, as it then keeps them."""

    def accepted_or_none(text: str) -> str | None:
        try:
            return accept(text)
        except Invalid:
            return None

    return texts.map(accepted_or_none).filter(lambda text: text is not None).map(str)
