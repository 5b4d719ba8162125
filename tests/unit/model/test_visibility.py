"""Who may what: the whole table, for every viewer, owner, standing and visibility."""

from collections.abc import Callable
from itertools import product
from typing import TypeAlias

import pytest

from tests.support.builders import account, conference
from tests.support.clock import NOW
from tests.unit.model.relation_commands import after, approve, ask, block
from wexstream.domain.model import visibility
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.errors import (
    AccountSuspended,
    AlreadyConnected,
    DomainError,
    EmailNotVerified,
    NotModerator,
    NotSignedIn,
    NotSpeaker,
    SecondStepRequired,
)
from wexstream.domain.model.ids import SessionId
from wexstream.domain.model.relation import Relation, Standing
from wexstream.domain.model.visibility import Role, Viewer

TABLE = """
viewer to owner   | profile    | public conference | private conference | found | ask | message
itself            | yes        | yes               | yes                | no    | no  | no
blocked           | no         | no                | no                 | no    | no  | no
owner not active  | moderators | no                | no                 | no    | no  | no
connected         | yes        | yes               | yes                | yes   | 409 | yes
outgoing          | yes        | yes               | no                 | yes   | yes | accepted
incoming          | yes        | yes               | no                 | yes   | yes | accepted
stranger          | yes        | yes               | no                 | yes   | yes | accepted
"""
# Above: the first row that fits holds. Nobody, the unverified and the suspended do not get as far:
REFUSED = {None: NotSignedIn, Role.UNVERIFIED: EmailNotVerified, Role.SUSPENDED: AccountSuspended}

Guard: TypeAlias = Callable[[Viewer | None], Viewer]

ME, OWNER = account("Amal Haddad"), account("Bo Berg")
ROLES = [Role.ACTIVE, Role.MODERATOR]
RELATIONS = {
    Standing.STRANGER: after(ME.id, OWNER.id),
    Standing.OUTGOING: after(ME.id, OWNER.id, (ask, ME.id)),
    Standing.INCOMING: after(ME.id, OWNER.id, (ask, OWNER.id)),
    Standing.CONNECTED: after(ME.id, OWNER.id, (ask, OWNER.id), (approve, ME.id)),
    Standing.BLOCKED: after(ME.id, OWNER.id, (block, OWNER.id)),
}
EVERY_CASE = list(product(ROLES, AccountState, Standing))


def rows() -> dict[str, dict[str, str]]:
    head, *body = ([cell.strip() for cell in row.split("|")] for row in TABLE.strip().splitlines())
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


def answer(column: str, owner: AccountState, standing: Standing) -> str:
    """Look up what the table says."""
    table = rows()
    first = {standing.value, "owner not active"} if owner is not AccountState.ACTIVE else {standing.value}
    return next(cells[column] for name, cells in table.items() if name in first)


@pytest.mark.parametrize(("role", "owner", "standing"), EVERY_CASE)
class TestTable:
    def test_profile(self, role: Role, owner: AccountState, standing: Standing) -> None:
        expected = {"yes": True, "no": False, "moderators": role is Role.MODERATOR}
        seen = visibility.sees_profile(role, owner, standing)
        assert seen == expected[answer("profile", owner, standing)]

    @pytest.mark.parametrize("shown_to", Visibility)
    def test_conference(
        self, role: Role, owner: AccountState, standing: Standing, shown_to: Visibility
    ) -> None:
        seen = visibility.sees_conference(owner, standing, shown_to)
        assert seen == (answer(f"{shown_to} conference", owner, standing) == "yes")

    def test_strangers_see_conferences_for_no_other_reason_than_that_they_are_public(
        self, role: Role, owner: AccountState, standing: Standing
    ) -> None:
        public, private = (
            answer(f"{shown_to} conference", owner, standing) for shown_to in ("public", "private")
        )
        expected = (public, private) == ("yes", "no")
        assert visibility.sees_public_alone(owner, standing) == expected

    def test_found_in_search(self, role: Role, owner: AccountState, standing: Standing) -> None:
        assert visibility.is_found(owner, standing) == (answer("found", owner, standing) == "yes")

    def test_ask_to_connect(self, role: Role, owner: AccountState, standing: Standing) -> None:
        relation = RELATIONS.get(standing)
        asked = "no"
        if relation is not None and visibility.is_found(owner, standing):
            asked = _ask(relation)
        assert asked == answer("ask", owner, standing)

    @pytest.mark.parametrize("accepts_strangers", [False, True])
    def test_message(
        self, role: Role, owner: AccountState, standing: Standing, *, accepts_strangers: bool
    ) -> None:
        expected = {"yes": True, "no": False, "accepted": accepts_strangers}
        may = visibility.may_message(owner, standing, accepts_strangers=accepts_strangers)
        assert may == expected[answer("message", owner, standing)]

    @pytest.mark.parametrize("i_block", [False, True])
    def test_whom_one_finds_or_blocks_oneself_can_be_reported(
        self, role: Role, owner: AccountState, standing: Standing, *, i_block: bool
    ) -> None:
        may = visibility.may_report(owner, standing, i_block=i_block)
        found = answer("found", owner, standing) == "yes"
        assert may == (found or (i_block and owner is AccountState.ACTIVE))


@pytest.mark.parametrize(("owner", "shown_to"), list(product(AccountState, Visibility)))
def test_anybody_may_be_shown_what_a_public_conference_of_an_active_speaker_is(
    owner: AccountState, shown_to: Visibility
) -> None:
    shown = owner is AccountState.ACTIVE and shown_to is Visibility.PUBLIC
    assert visibility.is_previewed(owner, shown_to) == shown


class TestNames:
    @pytest.mark.parametrize(("standing", "state"), list(product(Standing, ConferenceState)))
    def test_of_those_who_are_not_active_none_is_named(
        self, standing: Standing, state: ConferenceState
    ) -> None:
        for guest in (AccountState.UNVERIFIED, AccountState.SUSPENDED):
            assert not visibility.is_named(guest, standing, state)

    @pytest.mark.parametrize("standing", Standing)
    def test_in_a_room_everybody_is_and_in_its_history_all_but_those_whom_a_block_hides(
        self, standing: Standing
    ) -> None:
        assert visibility.is_named(AccountState.ACTIVE, standing, ConferenceState.LIVE)
        named = visibility.is_named(AccountState.ACTIVE, standing, ConferenceState.FINISHED)
        assert named == (standing is not Standing.BLOCKED)


class TestCompany:
    @pytest.mark.parametrize(("guest", "standing"), list(product(AccountState, Standing)))
    def test_it_is_the_active_people_of_ones_network(self, guest: AccountState, standing: Standing) -> None:
        expected = guest is AccountState.ACTIVE and standing is Standing.CONNECTED
        assert visibility.is_company(guest, standing) == expected

    @pytest.mark.parametrize(("standing", "state"), list(product(Standing, ConferenceState)))
    def test_how_long_each_was_there_is_told_to_the_speaker_once_it_is_finished(
        self, standing: Standing, state: ConferenceState
    ) -> None:
        expected = standing is Standing.ITSELF and state is ConferenceState.FINISHED
        assert visibility.is_told_how_long(standing, state) == expected

    @pytest.mark.parametrize("member", [True, False])
    @pytest.mark.parametrize(("standing", "state"), list(product(Standing, ConferenceState)))
    def test_its_speaker_lists_a_conference_always_and_others_once_it_was_live(
        self, standing: Standing, state: ConferenceState, *, member: bool
    ) -> None:
        expected = standing is Standing.ITSELF or (
            state is not ConferenceState.CREATED and (member or standing is Standing.CONNECTED)
        )
        assert visibility.has_listed(standing, state, member=member) == expected


def test_the_relations_of_this_table_have_the_standings_that_they_are_named_after() -> None:
    assert {standing: relation.standing(ME.id) for standing, relation in RELATIONS.items()} == {
        standing: standing for standing in Standing if standing is not Standing.ITSELF
    }


@pytest.mark.parametrize("role", [None, *Role])
class TestOrderOfChecks:
    def test_using_the_platform_wants_somebody_signed_in_verified_and_not_suspended(
        self, role: Role | None
    ) -> None:
        assert _refusal(visibility.require_active, role) is REFUSED.get(role)

    def test_moderating_wants_a_moderator_after_all_that(self, role: Role | None) -> None:
        assert _refusal(visibility.require_moderator, role) is REFUSED.get(
            role, None if role is Role.MODERATOR else NotModerator
        )

    def test_managing_oneself_wants_somebody_signed_in_and_not_suspended(self, role: Role | None) -> None:
        expected = None if role is Role.UNVERIFIED else REFUSED.get(role)
        assert _refusal(visibility.require_unsuspended, role) is expected

    def test_leaving_wants_somebody_signed_in(self, role: Role | None) -> None:
        assert _refusal(visibility.require_signed_in, role) is (NotSignedIn if role is None else None)


@pytest.mark.parametrize(
    ("state", "moderator", "role"),
    [
        (AccountState.UNVERIFIED, False, Role.UNVERIFIED),
        (AccountState.UNVERIFIED, True, Role.UNVERIFIED),
        (AccountState.SUSPENDED, False, Role.SUSPENDED),
        (AccountState.SUSPENDED, True, Role.SUSPENDED),
        (AccountState.ACTIVE, False, Role.ACTIVE),
        (AccountState.ACTIVE, True, Role.MODERATOR),
    ],
)
def test_only_an_active_account_has_the_role_of_a_moderator(
    state: AccountState, role: Role, *, moderator: bool
) -> None:
    assert visibility.role_of(account(state=state, moderator=moderator)) is role


def test_only_its_speaker_passes_as_the_speaker_of_a_conference() -> None:
    broadcast = conference(ME)
    visibility.require_speaker(ME.id, broadcast)
    with pytest.raises(NotSpeaker):
        visibility.require_speaker(OWNER.id, broadcast)


@pytest.mark.parametrize(
    ("role", "wanted", "two_steps", "held_back"),
    [
        (Role.MODERATOR, True, False, True),
        (Role.MODERATOR, True, True, False),
        (Role.MODERATOR, False, False, False),
        (Role.ACTIVE, True, False, False),
        (Role.SUSPENDED, True, False, False),
    ],
)
def test_moderators_alone_are_held_to_two_steps_where_that_is_wanted(
    role: Role, *, wanted: bool, two_steps: bool, held_back: bool
) -> None:
    viewer = Viewer(account=ME.id, session=SessionId(ME.id), role=role, signed_in_at=NOW, two_steps=two_steps)
    held = visibility.held_to_steps(viewer, moderators_two_steps=wanted)
    assert held.role is (Role.ACTIVE if held_back else role)
    if held_back:
        with pytest.raises(SecondStepRequired):
            visibility.require_moderator(held)
        assert visibility.require_active(held) is held
    else:
        assert held is viewer


def _ask(relation: Relation) -> str:
    try:
        relation.ask(ME.id, at=NOW)
    except AlreadyConnected:
        return "409"
    return "yes"


def _refusal(require: Guard, role: Role | None) -> type[DomainError] | None:
    session = SessionId(OWNER.id)
    viewer = Viewer(account=ME.id, session=session, role=role, signed_in_at=NOW) if role else None
    try:
        assert require(viewer) is viewer
    except DomainError as error:
        return type(error)
    return None
