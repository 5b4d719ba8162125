"""Who may what: the one decision, as pure functions.

SQL may restate a rule to filter rows; a property test holds it to these functions.

Every command and read asks in this order: signed in, verified, exists and visible, role, state, password.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.conference import Conference, ConferenceState, Visibility
from wexstream.domain.model.errors import (
    AccountSuspended,
    EmailNotVerified,
    NotModerator,
    NotSignedIn,
    NotSpeaker,
    SecondStepRequired,
)
from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.relation import Standing


class Role(StrEnum):
    """What kind of account looks; nobody signed in has none."""

    UNVERIFIED = "unverified"
    SUSPENDED = "suspended"
    ACTIVE = "active"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody signed in: whose session it is, since when, what he is today, and where he asks from.

    ``origin`` is a network address; None for who asks from nowhere, as programs of the server's own do.
    ``two_steps``: he signed in by two. A moderator who is ``held_back`` is anybody else, until he does so.
    """

    account: AccountId
    session: SessionId
    role: Role
    signed_in_at: datetime
    origin: str | None = None
    two_steps: bool = False
    held_back: bool = False


def role_of(account: Account) -> Role:
    """Tell what kind of viewer an account is."""
    return role_in(account.state, moderator=account.moderator)


def role_in(state: AccountState, *, moderator: bool) -> Role:
    """Tell what kind of viewer an account in a state is."""
    if state is AccountState.ACTIVE:
        return Role.MODERATOR if moderator else Role.ACTIVE
    return Role.SUSPENDED if state is AccountState.SUSPENDED else Role.UNVERIFIED


def held_to_steps(viewer: Viewer, *, moderators_two_steps: bool) -> Viewer:
    """Hold a moderator back who signed in by one step, where the operator wants two of moderators."""
    if viewer.role is Role.MODERATOR and moderators_two_steps and not viewer.two_steps:
        return replace(viewer, role=Role.ACTIVE, held_back=True)
    return viewer


def require_signed_in(viewer: Viewer | None) -> Viewer:
    """Let through whoever is signed in. Raises NotSignedIn."""
    if viewer is None:
        raise NotSignedIn
    return viewer


def require_unsuspended(viewer: Viewer | None) -> Viewer:
    """Let through who may manage the own account. Raises NotSignedIn, AccountSuspended."""
    known = require_signed_in(viewer)
    if known.role is Role.SUSPENDED:
        raise AccountSuspended
    return known


def require_active(viewer: Viewer | None) -> Viewer:
    """Let through who may use the platform. Raises NotSignedIn, AccountSuspended, EmailNotVerified."""
    known = require_signed_in(viewer)
    require_active_role(known.role)
    return known


def require_active_role(role: Role) -> None:
    """Let through the roles that may use the platform. Raises AccountSuspended, EmailNotVerified."""
    if role is Role.SUSPENDED:
        raise AccountSuspended
    if role is Role.UNVERIFIED:
        raise EmailNotVerified


def require_moderator(viewer: Viewer | None) -> Viewer:
    """Let through moderators. Raises as ``require_active`` does, NotModerator, and SecondStepRequired."""
    known = require_active(viewer)
    if known.held_back:
        raise SecondStepRequired
    if known.role is not Role.MODERATOR:
        raise NotModerator
    return known


def require_both_steps(viewer: Viewer, *, has_second: bool) -> None:
    """Let through who changes what the second step is done by. Raises SecondStepRequired.

    Else a moderator's password alone would give whoever knows it a second step of his own.
    """
    if viewer.held_back and has_second:
        raise SecondStepRequired


def sees_profile(role: Role, owner: AccountState, standing: Standing) -> bool:
    """Tell whether a verified viewer may see an owner's profile."""
    if standing is Standing.ITSELF:
        return True
    if standing is Standing.BLOCKED:
        return False
    return owner is AccountState.ACTIVE or role is Role.MODERATOR


def sees_conference(owner: AccountState, standing: Standing, visibility: Visibility) -> bool:
    """Tell whether a verified viewer may see a conference of an owner, in whatever state it is."""
    if standing is Standing.ITSELF:
        return True
    if standing is Standing.BLOCKED or owner is not AccountState.ACTIVE:
        return False
    return visibility is Visibility.PUBLIC or standing is Standing.CONNECTED


def sees_public_alone(owner: AccountState, standing: Standing) -> bool:
    """Tell whether a verified viewer may see an owner's public conferences, and none that are private."""
    return sees_conference(owner, standing, Visibility.PUBLIC) and not sees_conference(
        owner, standing, Visibility.PRIVATE
    )


def is_previewed(owner: AccountState, visibility: Visibility) -> bool:
    """Tell whether anybody, signed in or not, may see what a conference is, where the operator allows it."""
    return owner is AccountState.ACTIVE and visibility is Visibility.PUBLIC


def is_named(guest: AccountState, standing: Standing, conference: ConferenceState) -> bool:
    """Tell whether who is in a conference, or was, is named to a verified viewer who may see it.

    Two who block each other may meet in a third's room; in its history neither is named to the other.
    """
    if guest is not AccountState.ACTIVE:
        return False
    return conference is not ConferenceState.FINISHED or standing is not Standing.BLOCKED


def is_company(guest: AccountState, standing: Standing) -> bool:
    """Tell whether who is in a live conference that a verified viewer may see is of the viewer's network."""
    return guest is AccountState.ACTIVE and standing is Standing.CONNECTED


def has_listed(standing: Standing, conference: ConferenceState, *, member: bool) -> bool:
    """Tell whether a verified viewer who may see a conference has it in some list of his.

    The speaker has it whatever its state; once it was live, so may the network, and who took part has it.
    """
    if standing is Standing.ITSELF:
        return True
    return conference is not ConferenceState.CREATED and (member or standing is Standing.CONNECTED)


def is_told_how_long(standing: Standing, conference: ConferenceState) -> bool:
    """Tell whether a verified viewer is told how long each was there: the speaker, once it is finished."""
    return standing is Standing.ITSELF and conference is ConferenceState.FINISHED


def is_found(owner: AccountState, standing: Standing) -> bool:
    """Tell whether a verified viewer finds an owner by searching."""
    return owner is AccountState.ACTIVE and standing not in {Standing.ITSELF, Standing.BLOCKED}


def may_message(owner: AccountState, standing: Standing, *, accepts_strangers: bool) -> bool:
    """Tell whether a verified viewer may write to an owner."""
    return is_found(owner, standing) and (standing is Standing.CONNECTED or accepts_strangers)


def may_report(owner: AccountState, standing: Standing, *, i_block: bool) -> bool:
    """Tell whether a verified viewer may report an owner: whom he finds, or blocks himself."""
    return is_found(owner, standing) or (i_block and owner is AccountState.ACTIVE)


def is_told_who_complained(viewer: AccountId, accused: AccountId | None) -> bool:
    """Tell whether a moderator is told who complained about somebody: of those about himself he is not."""
    return viewer != accused


def require_speaker(viewer: AccountId, conference: Conference) -> None:
    """Let through the speaker. Raises NotSpeaker."""
    if conference.speaker != viewer:
        raise NotSpeaker
