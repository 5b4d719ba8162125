from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wexstream.adapters.hints.payloads import AT_ONCE, LONGEST, author, everything, names, read, write
from wexstream.domain.model.ids import AccountId, ConferenceId, SignalId
from wexstream.ports.push import (
    AccountChanged,
    BroadcastsChanged,
    Hint,
    ListsChanged,
    RelationChanged,
    RoomChanged,
    SignalsSent,
    Topic,
)

NAME = "0badcafe"
ACCOUNTS = st.uuids().map(AccountId)
HINTS: st.SearchStrategy[Hint] = st.one_of(
    st.builds(RoomChanged, conference=st.uuids().map(ConferenceId), account=st.none() | ACCOUNTS),
    st.builds(AccountChanged, account=ACCOUNTS),
    st.builds(RelationChanged, low=ACCOUNTS, high=ACCOUNTS),
    st.builds(BroadcastsChanged, speaker=ACCOUNTS),
    st.builds(
        ListsChanged,
        accounts=st.lists(ACCOUNTS, min_size=1, max_size=100).map(tuple),
        topics=st.frozensets(st.sampled_from(Topic)),
    ),
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
    assert {author(payload) for payload in payloads} == {NAME}
    assert [hint for payload in payloads for hint in read(payload) or ()] == hints


def test_that_everything_is_to_be_looked_at_is_read_so() -> None:
    assert author(everything(NAME)) == NAME
    assert read(everything(NAME)) is None


@given(st.integers(1, 450), st.frozensets(st.sampled_from(Topic)))
def test_a_hint_for_many_is_written_as_several(many: int, topics: frozenset[Topic]) -> None:
    accounts = tuple(AccountId(UUID(int=number)) for number in range(many))
    hint = ListsChanged(accounts=accounts, topics=topics)
    payloads = list(write(NAME, [hint]))
    assert all(len(payload) <= LONGEST for payload in payloads)
    read_again = [told for payload in payloads for told in read(payload) or ()]
    assert all(isinstance(told, ListsChanged) and told.topics == topics for told in read_again)
    assert all(names(told) <= AT_ONCE for told in read_again)
    assert [name for told in read_again if isinstance(told, ListsChanged) for name in told.accounts] == [
        *accounts
    ]
    assert sum(map(names, read_again)) == names(hint) == many


def test_topics_that_this_version_does_not_know_are_left_out() -> None:
    account = UUID(int=7)
    known = ListsChanged(accounts=(AccountId(account),), topics=frozenset({Topic.NOTIFICATIONS}))
    assert read(f"{NAME} lxnz:{account.hex}") == [known]


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
        "p12",
        "b",
        "ln",
        "ln:",
        "n:x",
        word.replace(" ", "").replace("*", ""),
    ):
        assert known in (read(f"{payload} {strange}") or ())
