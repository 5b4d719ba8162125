from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.jitsi import GUEST, NAMES, NOW, SPEAKER, jitsi
from wexstream.adapters.peer.meetings import PeerMeetings
from wexstream.domain.model.ids import AccountId
from wexstream.ports.meetings import Meetings, Seat


@pytest.fixture(params=["peer", *NAMES], scope="session")
def meetings(request: pytest.FixtureRequest) -> Meetings:
    return PeerMeetings(bytes(32)) if request.param == "peer" else jitsi(request.param).meetings


@given(late=st.timedeltas(timedelta(0), timedelta(days=3_650)))
def test_a_pass_is_valid_for_ten_minutes_and_never_for_longer(meetings: Meetings, late: timedelta) -> None:
    at = NOW + late
    lasts = meetings.admit(GUEST, at=at).expires_at - at
    assert timedelta(minutes=10) - timedelta(seconds=1) < lasts <= timedelta(minutes=10)


@pytest.mark.parametrize("seat", [SPEAKER, GUEST], ids=["speaker", "guest"])
def test_the_speaker_alone_is_moderator(meetings: Meetings, seat: Seat) -> None:
    assert meetings.admit(seat, at=NOW).moderator is seat.speaker


def test_a_pass_says_by_which_engine(meetings: Meetings) -> None:
    assert meetings.admit(GUEST, at=NOW).engine is meetings.engine


def test_each_person_gets_a_token_of_his_own(meetings: Meetings) -> None:
    seats = [replace(GUEST, account=AccountId(UUID(int=number))) for number in range(5)]
    assert len({meetings.admit(seat, at=NOW).token for seat in seats}) == 5


def test_a_speaker_and_a_guest_of_one_account_get_different_tokens(meetings: Meetings) -> None:
    tokens = {meetings.admit(replace(GUEST, speaker=speaker), at=NOW).token for speaker in (True, False)}
    assert len(tokens) == 2


def test_a_token_fits_into_an_address(meetings: Meetings) -> None:
    token = meetings.admit(replace(SPEAKER, full_name="𓀀" * 100), at=NOW).token
    assert token.isascii()
    assert len(token) < 4_000
