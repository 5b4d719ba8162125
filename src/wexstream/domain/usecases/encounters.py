"""How a command takes hold of those whom it concerns, in the one order of locks."""

from dataclasses import dataclass

from wexstream.domain.model import visibility
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import Conference
from wexstream.domain.model.errors import NotFound, NotSignedIn
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.relation import Relation, Standing, pair
from wexstream.domain.model.visibility import Viewer
from wexstream.ports.persistence import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """Two held accounts and their locked relation: who acts, and whom it is about."""

    me: Account
    other: Account
    relation: Relation

    @property
    def standing(self) -> Standing:
        """How the one who acts stands to the other."""
        return self.relation.standing(self.me.id)


async def hold_self(tx: Transaction, viewer: Viewer) -> Account:
    """Hold the acting account as it is now. Raises NotSignedIn, AccountSuspended, EmailNotVerified."""
    return require_active_account((await tx.accounts.hold([viewer.account])).get(viewer.account))


async def lock_self(tx: Transaction, viewer: Viewer) -> Account:
    """Lock the acting account, in whatever state it is. Raises NotSignedIn."""
    account = (await tx.accounts.lock([viewer.account])).get(viewer.account)
    if account is None:
        raise NotSignedIn
    return account


async def meet(tx: Transaction, viewer: Viewer, other: AccountId) -> Encounter:
    """Hold two accounts and lock their relation.

    Raises OwnAccount, NotFound for an account that does not exist or is not active and never had to do with
    this one, and as ``hold_self`` does. Whether the other may be seen is for the caller to decide.
    """
    pair(viewer.account, other)
    held = await tx.accounts.hold([viewer.account, other])
    me = require_active_account(held.get(viewer.account))
    relations = await tx.relations.lock(me.id, [other])
    if other not in relations:  # found out no sooner than that one of who is there is hidden
        raise NotFound
    return Encounter(me=me, other=held[other], relation=relations[other])


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """The held acting account, the held speaker, who may be the same, and the locked conference."""

    me: Account
    speaker: Account
    conference: Conference


async def approach(tx: Transaction, viewer: Viewer, conference: ConferenceId) -> Approach:
    """Hold the acting account and the speaker, and lock a conference that may be seen, relation first.

    What is hidden and what is not there take the same statements, so that no time tells one from the other.
    Raises NotFound, and as ``hold_self`` does.
    """
    found = await tx.conferences.find(conference)
    speaker = found.speaker if found else AccountId(conference)  # of what is not there, one who is not there
    if speaker == viewer.account:
        me = owner = await hold_self(tx, viewer)
        standing = Standing.ITSELF
    else:
        met = await meet(tx, viewer, speaker)
        me, owner, standing = met.me, met.other, met.standing
    _require_visible(found, owner, standing)
    locked = _require_visible(await tx.conferences.lock(conference), owner, standing)
    return Approach(me=me, speaker=owner, conference=locked)


def _require_visible(conference: Conference | None, owner: Account, standing: Standing) -> Conference:
    if conference is None or not visibility.sees_conference(owner.state, standing, conference.visibility):
        raise NotFound
    return conference


async def approach_own(tx: Transaction, viewer: Viewer, conference: ConferenceId) -> Conference:
    """Lock a conference of the acting account's own. Raises NotFound, NotSpeaker."""
    locked = (await approach(tx, viewer, conference)).conference
    visibility.require_speaker(viewer.account, locked)
    return locked


def require_active_account(account: Account | None) -> Account:
    """Let through an acting account as it is now. Raises NotSignedIn, AccountSuspended, EmailNotVerified."""
    if account is None:
        raise NotSignedIn
    visibility.require_active_role(visibility.role_of(account))
    return account
