from contextlib import nullcontext
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import builders
from tests.unit.model.entries import why_refused
from wexstream.domain.model import room
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.errors import Invalid, NotFound, NotSpeaker
from wexstream.domain.model.ids import PeerId
from wexstream.domain.model.room import Farewell, SignalKind, Stay

STATES = [None, *AccountState]
WELCOME = Stay(
    state=AccountState.ACTIVE,
    signed_in=True,
    finished=False,
    visible=True,
    removed=False,
    present=True,
    newest=True,
)
# The first that holds is told.
IN_ORDER: list[tuple[Farewell, dict[str, Any]]] = [
    (Farewell.SUSPENDED, {"state": AccountState.SUSPENDED}),
    (Farewell.SIGNED_OUT, {"signed_in": False}),
    (Farewell.FINISHED, {"finished": True}),
    (Farewell.REMOVED, {"removed": True}),
    (Farewell.NOT_FOR_YOU, {"visible": False}),
    (Farewell.LEFT, {"present": False}),
    (Farewell.REPLACED, {"newest": False}),
]


def changed(facts: dict[str, Any]) -> Stay:
    known = {name: getattr(WELCOME, name) for name in Stay.__slots__}
    return Stay(**(known | facts))


def test_who_is_there_by_his_newest_socket_stays() -> None:
    assert WELCOME.farewell() is None


@given(st.sets(st.sampled_from(range(len(IN_ORDER))), min_size=1))
def test_of_several_reasons_the_first_is_told(which: set[int]) -> None:
    facts = {name: fact for index in which for name, fact in IN_ORDER[index][1].items()}
    assert changed(facts).farewell() is IN_ORDER[min(which)][0]


@pytest.mark.parametrize(("state", "signed_in"), list(product(STATES, [True, False])))
def test_who_is_erased_or_suspended_or_signed_out_stays_nowhere(
    state: AccountState | None, *, signed_in: bool
) -> None:
    stays = changed({"state": state, "signed_in": signed_in}).farewell() is None
    assert stays == (signed_in and state is not AccountState.SUSPENDED)


def test_every_reason_but_that_the_conference_is_gone_is_one_of_these() -> None:
    assert {farewell for farewell, _ in IN_ORDER} == set(Farewell) - {Farewell.DELETED}


ROOM = builders.conference(builders.account())
SOMEBODY = PeerId(UUID(int=1))


class TestSignals:
    @pytest.mark.parametrize("kind", SignalKind)
    def test_the_speaker_may_say_anything_to_one_and_the_others_all_but_to_mute(
        self, kind: SignalKind
    ) -> None:
        said = builders.signal(ROOM, to=SOMEBODY, kind=kind)
        said.require_allowed(speaker=True, apart=False)
        with pytest.raises(NotSpeaker) if kind is SignalKind.MUTE else nullcontext():
            said.require_allowed(speaker=False, apart=False)

    @pytest.mark.parametrize("kind", SignalKind)
    def test_what_is_for_people_or_of_oneself_may_be_for_all(self, kind: SignalKind) -> None:
        said = builders.signal(ROOM, to=None, kind=kind)
        for_all = kind in {SignalKind.CHAT, SignalKind.STATE}
        with nullcontext() if for_all else pytest.raises(Invalid):
            said.require_allowed(speaker=True, apart=False)

    @pytest.mark.parametrize("kind", SignalKind)
    @pytest.mark.parametrize("to", [None, PeerId(builders.IDS.new())])
    def test_two_between_whom_there_is_a_block_do_not_write_to_each_other(
        self, kind: SignalKind, to: PeerId | None
    ) -> None:
        said = builders.signal(ROOM, to=to, kind=kind)
        if kind is SignalKind.CHAT and to is not None:
            with pytest.raises(NotFound):
                said.require_allowed(speaker=True, apart=True)
        elif to is not None:
            said.require_allowed(speaker=True, apart=True)


class TestChat:
    def test_it_is_text_of_several_lines_up_to_two_thousand_characters(self) -> None:
        assert room.chat(" Tea?\r\nAt five. ") == "Tea?\nAt five."
        assert room.chat("x" * 2_000) == "x" * 2_000
        assert why_refused(room.chat, "x" * 2_001) == ("data", "too-long")

    @pytest.mark.parametrize("said", ["", " \n ", "\u200b"])
    def test_it_says_something(self, said: str) -> None:
        assert why_refused(room.chat, said)[0] == "data"

    def test_it_has_no_characters_that_do_something(self) -> None:
        assert why_refused(room.chat, "a\0b") == ("data", "characters")
