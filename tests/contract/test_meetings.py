from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.jitsi import NOW, SPEAKER, jitsi
from wexstream.adapters.jitsi.meetings import JitsiMeetings
from wexstream.domain.model.ids import AccountId
from wexstream.ports.meetings import Meetings, pass_ends

MEETINGS: Meetings = JitsiMeetings(jitsi("own").server)


@given(late=st.timedeltas(timedelta(0), timedelta(days=3_650)))
def test_a_pass_is_valid_for_ten_minutes_and_never_for_longer(late: timedelta) -> None:
    at = NOW + late
    lasts = pass_ends(at) - at
    assert timedelta(minutes=10) - timedelta(seconds=1) < lasts <= timedelta(minutes=10)
    assert pass_ends(at).microsecond == 0


@pytest.mark.parametrize("name", ["own", "keys", "jaas"])
def test_each_person_gets_a_token_of_his_own_that_fits_into_an_address(name: str) -> None:
    seats = [
        replace(SPEAKER, account=AccountId(UUID(int=number)), speaker=speaker, full_name="𓀀" * 100)
        for number in range(5)
        for speaker in (True, False)
    ]
    tokens = {jitsi(name).meetings.admit(seat, at=NOW).token for seat in seats}
    assert len(tokens) == 10
    assert all(token.isascii() and len(token) < 4_000 for token in tokens)
