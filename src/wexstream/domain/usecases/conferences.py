"""Conferences, as their speakers make them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model import conference as conferences
from wexstream.domain.model.changes import Unset
from wexstream.domain.model.conference import Conference, ConferenceChanges, Outcome, Presence, Visibility
from wexstream.domain.model.errors import NotFound, NotSignedIn
from wexstream.domain.model.ids import ConferenceId, PresenceId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer, require_active
from wexstream.domain.usecases.consequences import Consequences
from wexstream.domain.usecases.encounters import approach_own, hold_self
from wexstream.domain.usecases.once import Once
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.security import Passwords


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceDraft:
    """What a speaker gives to create a conference."""

    title: str
    visibility: Visibility
    description: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conferences:
    """Creating, editing, starting, finishing and deleting.

    Each raises NotSignedIn, AccountSuspended, EmailNotVerified. On a conference that exists: NotFound where
    the viewer may not see it, NotSpeaker where it is another's.
    """

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    ids: Ids
    passwords: Passwords
    consequences: Consequences
    policy: Policy

    async def show(self, viewer: Viewer | None, conference: ConferenceId) -> views.Conference:
        """Show a conference. Raises NotFound."""
        found = await self.queries.conference(require_active(viewer), conference)
        if found is None:
            raise NotFound
        return found

    async def preview(self, conference: ConferenceId) -> views.Preview:
        """Show anybody what a public conference is, if the operator allows. Raises NotSignedIn."""
        found = await self.queries.preview(conference) if self.policy.public_preview else None
        if found is None:
            raise NotSignedIn
        return found

    async def members(
        self,
        viewer: Viewer | None,
        conference: ConferenceId,
        part: Slice[datetime],
        *,
        removed: bool = False,
    ) -> Page[views.Member, datetime]:
        """List who joined, or only those whom the viewer, as its speaker, sent out. Raises NotFound."""
        found = await self.queries.members(require_active(viewer), conference, part, removed=removed)
        if found is None:
            raise NotFound
        return found

    async def create(
        self, viewer: Viewer | None, draft: ConferenceDraft, once: Once | None = None
    ) -> ConferenceId:
        """Create a conference, not started; once for an idempotency key. Raises Invalid, KeyReused."""
        known = require_active(viewer)
        made = Conference(
            id=ConferenceId(self.ids.new()),
            speaker=known.account,
            title=conferences.title(draft.title),
            description=conferences.description(draft.description),
            visibility=draft.visibility,
            password_hash=await self._hashed(conferences.lock(draft.password)),
            room=self.ids.room(),
            created_at=self.clock.now(),
        )
        return await self._create(known, made, once)

    async def edit(self, viewer: Viewer | None, conference: ConferenceId, changes: ConferenceChanges) -> None:
        """Edit, lock and unlock in any state; the last writer wins, field by field. Raises Invalid."""
        known = require_active(viewer)
        accepted = changes.accepted()
        password = accepted.password
        if not isinstance(password, Unset):
            password = await self._hashed(password)

        def edit(before: Conference) -> Outcome:
            return before.change(accepted, password_hash=password, at=self.clock.now())

        await self._change(known, conference, edit)

    @transactional
    async def start(self, tx: Transaction, viewer: Viewer | None, conference: ConferenceId) -> None:
        """Go live; the network is told. Live already, nothing changes. Raises ConferenceFinished."""
        before = await approach_own(tx, require_active(viewer), conference)
        now = self.clock.now()
        started, events = before.start(at=now)
        if not events:
            return
        await tx.conferences.save(started)
        speaker = Presence(
            id=PresenceId(self.ids.new()),
            conference=started.id,
            account=started.speaker,
            began_at=now,
            lease_until=now + self.policy.presence_grace,
        )
        await tx.presences.add(speaker)
        await self.consequences.follow(tx, events)

    async def finish(self, viewer: Viewer | None, conference: ConferenceId) -> None:
        """Finish; everybody leaves, and whoever was told of it is told. Finished already, nothing changes.

        Raises ConferenceNotLive.
        """
        known = require_active(viewer)
        await self._change(known, conference, lambda before: before.finish(at=self.clock.now()))

    @transactional
    async def delete(self, tx: Transaction, viewer: Viewer | None, conference: ConferenceId) -> None:
        """Delete in any state; it vanishes everywhere, and nobody is told that it finished."""
        found = await approach_own(tx, require_active(viewer), conference)
        await tx.conferences.remove(found.id)

    @transactional
    async def _create(
        self, tx: Transaction, viewer: Viewer, made: Conference, once: Once | None
    ) -> ConferenceId:
        await hold_self(tx, viewer)
        before = await once.claim(tx, viewer.account, made.id, at=made.created_at) if once else None
        if before is not None:
            return ConferenceId(before)
        await tx.conferences.add(made)
        return made.id

    @transactional
    async def _change(
        self,
        tx: Transaction,
        viewer: Viewer,
        conference: ConferenceId,
        command: Callable[[Conference], Outcome],
    ) -> None:
        before = await approach_own(tx, viewer, conference)
        after, events = command(before)
        if after != before:
            await tx.conferences.save(after)
        await self.consequences.follow(tx, events)

    async def _hashed(self, password: str | None) -> str | None:
        return await self.passwords.hash(password) if password is not None else None
