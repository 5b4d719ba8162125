"""Complaining about an account, a conference or a message."""

from dataclasses import dataclass

from wexstream.domain.model import moderation, throttling, visibility
from wexstream.domain.model.conference import Conference
from wexstream.domain.model.errors import NotFound, OwnAccount
from wexstream.domain.model.ids import AccountId, ConferenceId, MessageId, ReportId
from wexstream.domain.model.message import Box
from wexstream.domain.model.moderation import Evidence, Report, Subject
from wexstream.domain.model.visibility import Viewer, require_active
from wexstream.domain.usecases.encounters import approach, meet, require_active_account
from wexstream.domain.usecases.once import Once
from wexstream.domain.usecases.throttling import require_rates
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import MailReport
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.security import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A reason, for how many sendings it counts once."""

    reason: str
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Keeps complaints with a snapshot of what they are about, and tells the operator.

    Each raises NotSignedIn, AccountSuspended, EmailNotVerified, Invalid, NotFound, KeyReused, TooMany.
    """

    unit: UnitOfWork
    clock: Clock
    ids: Ids
    throttle: Throttle

    async def report_account(
        self,
        viewer: Viewer | None,
        account: AccountId,
        complaint: Complaint,
        *,
        met_in: ConferenceId | None = None,
    ) -> ReportId:
        """Report somebody whom the viewer finds, or blocks, and may have met in a conference.

        Of a conference it is kept that it was there, and nothing of what was said or shown. Raises OwnAccount
        too.
        """
        known, accepted = await self._accept(viewer, complaint)
        return await self._report_account(known, account, accepted, met_in)

    async def report_conference(
        self, viewer: Viewer | None, conference: ConferenceId, complaint: Complaint
    ) -> ReportId:
        """Report a conference that the viewer may see. Raises OwnAccount too."""
        known, accepted = await self._accept(viewer, complaint)
        return await self._report_conference(known, conference, accepted)

    async def report_message(
        self, viewer: Viewer | None, message: MessageId, complaint: Complaint
    ) -> ReportId:
        """Report a message that the viewer received, whoever its sender is by now."""
        known, accepted = await self._accept(viewer, complaint)
        return await self._report_message(known, message, accepted)

    async def _accept(self, viewer: Viewer | None, complaint: Complaint) -> tuple[Viewer, Complaint]:
        known = require_active(viewer)
        accepted = Complaint(reason=moderation.reason(complaint.reason), once=complaint.once)
        await require_rates(
            self.throttle, "report", known, throttling.REPORT_PER_ACCOUNT, throttling.REPORT_PER_ORIGIN
        )
        return known, accepted

    @transactional
    async def _report_account(
        self,
        tx: Transaction,
        viewer: Viewer,
        account: AccountId,
        complaint: Complaint,
        met_in: ConferenceId | None,
    ) -> ReportId:
        if met_in is not None:
            await _hold_three(tx, viewer, account, met_in)
        met = await meet(tx, viewer, account)
        blocks = met.relation.blocks(met.me.id)
        if not visibility.may_report(met.other.state, met.standing, i_block=blocks):
            raise NotFound
        other = met.other
        room = await _shared_room(tx, viewer, met.other.id, met_in) if met_in else None
        report = self._draft(
            viewer,
            Subject.ACCOUNT,
            complaint,
            accused=other.id,
            evidence=Evidence(
                name=other.full_name,
                title=room.title if room else None,
                text=other.bio,
                picture=other.picture,
            ),
            conference=met_in,
        )
        return await _file(tx, viewer.account, report, complaint)

    @transactional
    async def _report_conference(
        self, tx: Transaction, viewer: Viewer, conference: ConferenceId, complaint: Complaint
    ) -> ReportId:
        near = await approach(tx, viewer, conference)
        found, speaker = near.conference, near.speaker
        if speaker.id == viewer.account:
            raise OwnAccount
        evidence = Evidence(name=speaker.full_name, title=found.title, text=found.description)
        report = self._draft(
            viewer, Subject.CONFERENCE, complaint, accused=speaker.id, evidence=evidence, conference=found.id
        )
        return await _file(tx, viewer.account, report, complaint)

    @transactional
    async def _report_message(
        self, tx: Transaction, viewer: Viewer, message: MessageId, complaint: Complaint
    ) -> ReportId:
        found = await tx.messages.find(viewer.account, message, Box.INBOX)
        wrote = found.sender if found else None
        held = await tx.accounts.hold({viewer.account, wrote or viewer.account})
        require_active_account(held.get(viewer.account))
        if found is None:
            raise NotFound
        sender = held.get(wrote) if wrote else None
        evidence = Evidence(name=sender.full_name if sender else "", title=found.subject, text=found.body)
        accused = sender.id if sender else None
        report = self._draft(
            viewer, Subject.MESSAGE, complaint, accused=accused, evidence=evidence, message=found.id
        )
        return await _file(tx, viewer.account, report, complaint)

    def _draft(
        self,
        viewer: Viewer,
        subject: Subject,
        complaint: Complaint,
        *,
        accused: AccountId | None,
        evidence: Evidence,
        conference: ConferenceId | None = None,
        message: MessageId | None = None,
    ) -> Report:
        return Report(
            id=ReportId(self.ids.new()),
            subject=subject,
            reporter=viewer.account,
            accused=accused,
            reason=complaint.reason,
            evidence=evidence,
            created_at=self.clock.now(),
            conference=conference,
            message=message,
        )


async def _hold_three(tx: Transaction, viewer: Viewer, other: AccountId, conference: ConferenceId) -> None:
    """Hold two and the speaker of a conference in the one order, before they are met two by two."""
    room = await tx.conferences.find(conference)
    await tx.accounts.hold({viewer.account, other, room.speaker if room else other})


async def _shared_room(
    tx: Transaction, viewer: Viewer, other: AccountId, conference: ConferenceId
) -> Conference:
    """Read the conference in which one met the other: each spoke there, or took part. Raises NotFound.

    Else a report would tell who took part to somebody who was not there.
    """
    room = (await approach(tx, viewer, conference)).conference
    for one in (viewer.account, other):
        if room.speaker != one and await tx.presences.member(room.id, one) is None:
            raise NotFound
    return room


async def _file(tx: Transaction, viewer: AccountId, report: Report, complaint: Complaint) -> ReportId:
    if complaint.once is not None:
        before = await complaint.once.claim(tx, viewer, report.id, at=report.created_at)
        if before is not None:
            return ReportId(before)
    await tx.reports.add(report)
    _, told_at = moderation.told_between(report.created_at)
    await tx.jobs.add_for_later(MailReport(report=report.id), at=told_at, now=report.created_at)
    return report.id
