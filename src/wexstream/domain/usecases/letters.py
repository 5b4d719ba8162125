"""What each mail says, looked up when it is sent: nothing about what is gone by then."""

from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from wexstream.domain.model import moderation
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.ids import SanctionId
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.usecases.addressing import addressed
from wexstream.domain.usecases.digests import digest
from wexstream.domain.usecases.policy import Policy
from wexstream.ports.clock import Clock
from wexstream.ports.jobs import (
    MailAddressKnown,
    MailAppeal,
    MailBundle,
    MailEnquiry,
    MailLink,
    MailMoveNotice,
    MailPasswordChanged,
    MailReport,
    MailSuspended,
    MailUpheld,
    MailWayChanged,
    WayChange,
)
from wexstream.ports.mail import Letter, LetterKind
from wexstream.ports.persistence import Transaction
from wexstream.ports.security import LinkTokens, OptOutTokens

_Notice: TypeAlias = MailAddressKnown | MailPasswordChanged | MailWayChanged
MailJob: TypeAlias = (
    MailLink
    | MailMoveNotice
    | _Notice
    | MailSuspended
    | MailUpheld
    | MailBundle
    | MailReport
    | MailAppeal
    | MailEnquiry
)

_LINKS = {
    LinkPurpose.VERIFY: (LetterKind.VERIFY, "/verify-email?token="),
    LinkPurpose.RESET: (LetterKind.RESET, "/reset-password?token="),
    LinkPurpose.MOVE: (LetterKind.MOVE, "/verify-email?move="),
}
_CHANGES = {
    WayChange.SECOND_STEP_ON: (LetterKind.SECOND_STEP_ON, "/settings#security"),
    WayChange.SECOND_STEP_OFF: (LetterKind.SECOND_STEP_OFF, "/settings#security"),
    WayChange.CODES_RENEWED: (LetterKind.CODES_RENEWED, "/settings#security"),
    WayChange.PASSKEY_ADDED: (LetterKind.PASSKEY_ADDED, "/settings#security"),
    WayChange.PASSKEY_REMOVED: (LetterKind.PASSKEY_REMOVED, "/settings#security"),
    WayChange.SERVICE_LINKED: (LetterKind.SERVICE_LINKED, "/settings"),
    WayChange.SERVICE_UNLINKED: (LetterKind.SERVICE_UNLINKED, "/settings"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Drafts the letter of a job; None where there is no reason left to send one."""

    clock: Clock
    tokens: LinkTokens
    opt_outs: OptOutTokens
    policy: Policy

    async def draft(self, tx: Transaction, job: MailJob) -> Letter | None:
        """Look up what a mail is about, and draft it."""
        match job:
            case MailLink() | MailMoveNotice():
                return await self._about_link(tx, job)
            case MailBundle():
                return await digest(tx, job.bundle, self.opt_outs)
            case MailSuspended() | MailUpheld():
                return await _about_suspension(tx, job)
            case MailReport() | MailAppeal():
                return await self._about_queue(tx, job)
            case MailEnquiry():
                return await self._about_enquiry(tx, job)
            case _:
                return await _about_account(tx, job)

    async def _about_link(self, tx: Transaction, job: MailLink | MailMoveNotice) -> Letter | None:
        link = await tx.links.find(job.link)
        account = await tx.accounts.find(link.account) if link else None
        if link is None or account is None or not link.works(at=self.clock.now()):
            return None
        if isinstance(job, MailMoveNotice):
            kind, path = LetterKind.MOVE_NOTICE, "/settings"
            notice = addressed(account, kind, reference=f"{kind}.{link.id}", path=path)
            return replace(notice, subject=link.email)
        kind, path = _LINKS[link.purpose]
        letter = addressed(
            account, kind, reference=f"{kind}.{link.id}", path=path + self.tokens.token(link.id)
        )
        return replace(letter, to_address=link.email, expires_at=link.expires_at)

    async def _about_queue(self, tx: Transaction, job: MailReport | MailAppeal) -> Letter | None:
        """Say that something waits, once for all that came meanwhile, and nothing of what it is."""
        operator = self.policy.admin_email
        if isinstance(job, MailReport):
            kind, path, name = LetterKind.REPORT, "/moderation", str(job.report)
            tells = await _tells_of_reports(tx, job)
        else:
            kind, path, name = LetterKind.APPEAL, "/moderation?tab=appeals", str(job.sanction)
            tells = await _tells_of_appeals(tx, job)
        if not tells or operator is None:
            return None
        return Letter(
            kind=kind,
            reference=f"{kind}.{name}",
            to_address=operator,
            to_name=None,
            language=self.policy.default_language,
            path=path,
        )

    async def _about_enquiry(self, tx: Transaction, job: MailEnquiry) -> Letter | None:
        enquiry = await tx.enquiries.find(job.enquiry)
        operator = self.policy.admin_email
        if enquiry is None or operator is None:
            return None
        return Letter(
            kind=LetterKind.ENQUIRY,
            reference=f"{LetterKind.ENQUIRY}.{enquiry.id}",
            to_address=operator,
            to_name=None,
            language=self.policy.default_language,
            actor=enquiry.name,
            subject=enquiry.subject,
            text=enquiry.body,
            reply_to=enquiry.email,
        )


async def _tells_of_reports(tx: Transaction, job: MailReport) -> bool:
    """Tell whether a report is the first of those open of its ten minutes: the mail about it tells of all."""
    report = await tx.reports.find(job.report)
    if report is None:
        return False
    since, _ = moderation.told_between(report.created_at)
    return await tx.reports.first_open(since=since) == report.id


async def _tells_of_appeals(tx: Transaction, job: MailAppeal) -> bool:
    """Tell the same of an appeal."""
    sanction = await tx.sanctions.find(job.sanction)
    if sanction is None or sanction.appeal is None:
        return False
    since, _ = moderation.told_between(sanction.appeal.made_at)
    return await tx.sanctions.first_open_appeal(since=since) == sanction.id


async def _about_suspension(tx: Transaction, job: MailSuspended | MailUpheld) -> Letter | None:
    """Say why, and until when, as long as this is the suspension that holds."""
    account = await tx.accounts.find(job.account)
    if account is None or account.state is not AccountState.SUSPENDED:
        return None
    sanction = await tx.sanctions.find(SanctionId(job.occasion))
    if sanction is None or sanction.lifted_at is not None:
        return None
    if isinstance(job, MailUpheld):
        kind, words = LetterKind.SUSPENSION_UPHELD, sanction.appeal.answer if sanction.appeal else None
    else:
        kind = LetterKind.SUSPENDED if sanction.until else LetterKind.SUSPENDED_FOR_GOOD
        words = sanction.words
    letter = addressed(account, kind, reference=f"{kind}.{job.occasion}", path="/sign-in")
    return replace(letter, text=words, expires_at=sanction.until)


async def _about_account(tx: Transaction, job: _Notice) -> Letter | None:
    account = await tx.accounts.find(job.account)
    if account is None:
        return None
    kind, path = _kind_of(job)
    letter = addressed(account, kind, reference=f"{kind}.{job.occasion}", path=path)
    return replace(letter, subject=job.service) if isinstance(job, MailWayChanged) else letter


def _kind_of(job: _Notice) -> tuple[LetterKind, str]:
    """Tell which letter a notice is, and where to go on from it."""
    match job:
        case MailAddressKnown():
            return LetterKind.ADDRESS_KNOWN, "/sign-in"
        case MailPasswordChanged():
            return LetterKind.PASSWORD_CHANGED, "/forgot-password"
        case MailWayChanged():
            return _CHANGES[job.change]
        case _:
            assert_never(job)
