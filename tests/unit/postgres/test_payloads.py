from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wexstream.adapters.postgres.push.payloads import LONGEST, everything, read, write
from wexstream.domain.model.ids import AccountId, ConferenceId, SignalId
from wexstream.ports.push import AccountChanged, Hint, RoomChanged, SignalsSent

NAME = "0badcafe"
HINTS: st.SearchStrategy[Hint] = st.one_of(
    st.builds(
        RoomChanged,
        conference=st.uuids().map(ConferenceId),
        account=st.none() | st.uuids().map(AccountId),
    ),
    st.builds(AccountChanged, account=st.uuids().map(AccountId)),
    st.builds(
        SignalsSent,
        conference=st.uuids().map(ConferenceId),
        signals=st.lists(st.uuids().map(SignalId), min_size=1, max_size=100).map(tuple),
    ),
)


@given(st.lists(HINTS, max_size=300))
def test_hints_are_read_as_they_were_written_in_their_order(hints: list[Hint]) -> None:
    payloads = list(write(NAME, hints))
    assert all(len(payload) <= LONGEST < 8_000 and payload.isascii() for payload in payloads)
    readings = [read(payload) for payload in payloads]
    assert {name for name, _ in readings} == {NAME}
    assert [hint for _, some in readings for hint in some or ()] == hints


def test_that_everything_is_to_be_looked_at_is_read_so() -> None:
    assert read(everything(NAME)) == (NAME, None)


@given(st.text())
def test_what_this_version_does_not_know_is_left_out(word: str) -> None:
    known = RoomChanged(conference=ConferenceId(UUID(int=7)))
    [payload] = write(NAME, [known])
    for strange in (
        "x12",
        "r",
        "rx",
        "r1:2",
        "r1:2:3",
        "a1:2",
        "s12",
        "sx:y",
        word.replace(" ", "").replace("*", ""),
    ):
        name, hints = read(f"{payload} {strange}")
        assert (name, known in (hints or ())) == (NAME, True)
