"""The read side: what lists and pages show, one call each, made for one viewer.

What the viewer may not see is not there: singles answer None, lists leave it out. The rules are those of
``domain.model.visibility``; each adapter may restate them, and is held to them by a property test. The order
of each list is said with it; the id of what is listed breaks ties, in the same direction. Viewers are
verified and not suspended, unless said. Each call raises StorageUnavailable where nothing can be read at
present.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from wexstream.domain.model.audit import AuditKind
from wexstream.domain.model.conference import BroadcastState
from wexstream.domain.model.ids import (
    AccountId,
    ConferenceId,
    MessageId,
    NotificationId,
    PictureId,
    ReportId,
    SessionId,
    SignalId,
)
from wexstream.domain.model.message import Box
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.room import Occupant, Signal
from wexstream.domain.model.strangers import Reach
from wexstream.domain.model.stream import Ending
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views


class Queries(Protocol):
    """Everything that is read, each in one statement; the export alone takes several."""

    async def viewer(
        self, account: AccountId, session: SessionId, *, at: datetime
    ) -> tuple[Viewer, datetime] | None:
        """Who this session of an account shows, and when it was last seen; None when it does not stand."""
        ...

    async def me(self, viewer: Viewer) -> views.Me | None:
        """The viewer's own account, in whatever state; None when it was erased a moment ago."""
        ...

    async def sessions(
        self, viewer: Viewer, part: Slice[datetime], *, at: datetime
    ) -> Page[views.Session, datetime]:
        """Where the viewer is signed in, in whatever state, last seen falling."""
        ...

    async def identities(self, viewer: Viewer) -> list[views.Identity]:
        """Who the viewer is at other services, in whatever state, first linked first."""
        ...

    async def second_step(self, viewer: Viewer) -> views.SecondStep:
        """Whether signing in to the viewer's account takes a second step, in whatever state it is."""
        ...

    async def passkeys(self, viewer: Viewer) -> list[views.Passkey]:
        """The viewer's passkeys, in whatever state the account is, first made first."""
        ...

    async def profile(self, viewer: Viewer, account: AccountId) -> views.Profile | None:
        """An account's profile."""
        ...

    async def picture(self, viewer: Viewer, account: AccountId) -> PictureId | None:
        """The picture of an account whose profile the viewer may see (the own in any state)."""
        ...

    async def search(
        self, viewer: Viewer, folded_query: str, part: Slice[str], *, messageable: bool
    ) -> Page[views.PersonRow, str]:
        """Those found by a folded query (``text.matches``), or to be written to; folded name rising."""
        ...

    async def connections(
        self, viewer: Viewer, standing: Standing, part: Slice[str]
    ) -> Page[views.PersonRow, str]:
        """Those to whom the viewer stands connected, incoming or outgoing, folded name rising.

        Who is not found (``visibility.is_found``) is not among them.
        """
        ...

    async def reach(self, viewer: Viewer, others: Collection[AccountId]) -> Reach | None:
        """Whom of some others the viewer does not know, whether or not they exist; None as for ``me``.

        Connections are counted up to ``strangers.CONNECTIONS_MOST``.
        """
        ...

    async def blocks(self, viewer: Viewer, part: Slice[str]) -> Page[views.BlockedPerson, str]:
        """Those whom the viewer blocks, whatever their state, folded name rising."""
        ...

    async def conference(self, viewer: Viewer, conference: ConferenceId) -> views.Conference | None:
        """A conference, one not started yet too."""
        ...

    async def preview(self, conference: ConferenceId) -> views.Preview | None:
        """A public conference of an active speaker, for nobody in particular, in whatever state it is."""
        ...

    async def conferences(
        self, viewer: Viewer, speaker: AccountId, part: Slice[datetime]
    ) -> Page[views.Conference, datetime] | None:
        """A speaker's conferences, created falling; None where there is no profile to see.

        Those not started yet are the speaker's alone.
        """
        ...

    async def members(
        self, viewer: Viewer, conference: ConferenceId, part: Slice[datetime], *, removed: bool = False
    ) -> Page[views.Member, datetime] | None:
        """Who joined a conference, joined rising; None when the viewer may not see the conference.

        Whom its speaker sent out, he alone is told: where ``removed`` is asked for, of nobody else.
        While it is live blocked ones are named without an id, as everyone in the room sees everyone's name;
        once it is finished they are left out. Accounts that are not active are left out always. How long each
        was there is told by ``visibility.is_told_how_long``.
        """
        ...

    async def room(
        self,
        conference: ConferenceId,
        occupants: Sequence[Occupant],
        *,
        at: datetime,
        account: AccountId | None = None,
    ) -> views.Room | None:
        """The room of a conference, as it is for some who have it open; None when the conference is gone.

        Whether each may stay is decided by ``domain.model.room.Stay``. Accounts that are not active are not
        among the people. With an ``account``, nobody else is looked at, nor are the occupants anybody else.
        """
        ...

    async def signals(self, signals: Collection[SignalId]) -> Sequence[Signal]:
        """What was said in rooms, by id; what is no longer kept is left out."""
        ...

    async def signals_in(self, conference: ConferenceId, *, since: datetime) -> Sequence[Signal]:
        """What was said in the room of a conference since a time, as far as it is kept, by id."""
        ...

    async def timeline(
        self, viewer: Viewer, state: BroadcastState, part: Slice[datetime]
    ) -> Page[views.Conference, datetime]:
        """The broadcasts that reached the viewer, live or finished, broadcast falling."""
        ...

    async def live(self, viewer: Viewer) -> Sequence[views.Company]:
        """The live conferences in which people of the viewer's network are, broadcast falling, the latest 50.

        People by ``visibility.is_company``, as far as the viewer may see the conference.
        """
        ...

    async def messages(
        self, viewer: Viewer, box: Box, part: Slice[datetime]
    ) -> Page[views.MessageRow, datetime]:
        """The viewer's copies in a box, created falling, whether or not their people may still be seen.

        Recipients are in the order of their folded names, those whose accounts are gone at the end.
        """
        ...

    async def message(self, viewer: Viewer, message: MessageId) -> views.Message | None:
        """The viewer's copy of a message."""
        ...

    async def notifications(
        self, viewer: Viewer, part: Slice[datetime]
    ) -> Page[views.Notification, datetime]:
        """What the viewer was told, created falling, as far as actor and subject may be seen now.

        An actor by ``visibility.sees_profile``, a conference by ``visibility.sees_conference``, a message as
        long as the viewer's copy is not deleted.
        """
        ...

    async def notification(self, viewer: Viewer, notification: NotificationId) -> views.Notification | None:
        """One of those."""
        ...

    async def counters(self, viewer: Viewer) -> views.Counters:
        """How many unread messages in the inbox, unread notifications and incoming requests there are."""
        ...

    async def counters_of(self, accounts: Collection[AccountId]) -> Mapping[AccountId, views.Counters]:
        """The same, for each of some accounts that is there."""
        ...

    async def endings(
        self, sessions: Mapping[SessionId, AccountId], *, at: datetime
    ) -> Mapping[SessionId, Ending]:
        """Why those who have streams in some sessions may not keep them (``stream.ending``), if they may not.

        Each session is said to be an account's.
        """
        ...

    async def connected(
        self, speakers: Collection[AccountId], accounts: Collection[AccountId]
    ) -> set[AccountId]:
        """Who of some accounts is connected to any of the speakers."""
        ...

    async def concerned(
        self, conferences: Collection[ConferenceId], accounts: Collection[AccountId]
    ) -> views.Concerned:
        """Who of some accounts, all active, is concerned by some conferences, as far as he may see them."""
        ...

    async def shown_live(self, accounts: Collection[AccountId]) -> Mapping[ConferenceId, set[AccountId]]:
        """Which conferences ``live`` would show to each of some active accounts, however many they are."""
        ...

    async def reports(
        self, viewer: Viewer, part: Slice[datetime], *, resolved: bool
    ) -> Page[views.Report, datetime]:
        """Complaints, open or decided, created falling. The viewer is a moderator."""
        ...

    async def appeals(
        self, viewer: Viewer, part: Slice[datetime], *, settled: bool
    ) -> Page[views.Appeal, datetime]:
        """Appeals that are settled, or that are not and whose decision holds, appealed falling.

        The viewer is a moderator.
        """
        ...

    async def evidence_picture(self, report: ReportId) -> PictureId | None:
        """Which picture a report keeps as evidence."""
        ...

    async def sanctions(self, viewer: Viewer, part: Slice[datetime]) -> Page[views.OwnSanction, datetime]:
        """The viewer's own warnings and suspensions, decided falling; the viewer may be anything."""
        ...

    async def suspended(self, viewer: Viewer, part: Slice[datetime]) -> Page[views.SuspendedPerson, datetime]:
        """Suspended accounts, suspended falling. The viewer is a moderator."""
        ...

    async def log(
        self, viewer: Viewer, part: Slice[datetime], *, kinds: Collection[AuditKind]
    ) -> Page[views.LogEntry, datetime]:
        """Entries of the audit log of some kinds, happened falling. The viewer is a moderator."""
        ...

    async def whole_log(
        self, part: Slice[datetime], *, since: datetime, until: datetime
    ) -> Page[views.LogEntry, datetime]:
        """Entries of the audit log from a time on and until before another, happened rising.

        For the operator: people have names and ids whoever may see them, and no pictures.
        """
        ...

    def export(self, viewer: Viewer) -> AbstractAsyncContextManager[views.Export | None]:
        """Everything that is kept about the viewer's account, in whatever state, as it is at one moment.

        It is read while the context lasts, which is to be short: others may wait for their turns.
        None when it was erased a moment ago. What is newest comes first, and what has no time by name. Left
        out is what others keep to themselves (their blocks, declines, complaints), what the account deleted,
        and what names nothing but machinery: hashes, idempotency keys, jobs.
        """
        ...
