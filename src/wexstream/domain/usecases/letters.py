"""What each mail says, looked up when it is sent: nothing about what is gone by then."""

from dataclasses import dataclass
from typing import TypeAlias

from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.message import Box
from wexstream.domain.model.notification import Notification, NotificationKind, wants_mail
from wexstream.domain.usecases.policy import Policy
from wexstream.ports.clock import Clock
from wexstream.ports.jobs import (
    MailAddressKnown,
    MailEnquiry,
    MailLink,
    MailMoveNotice,
    MailNotification,
    MailPasswordChanged,
    MailReport,
    MailSuspended,
)
from wexstream.ports.mail import Letter, LetterKind
from wexstream.ports.persistence import Transaction
from wexstream.ports.security import LinkTokens

MailJob: TypeAlias = (
    MailLink
    | MailMoveNotice
    | MailAddressKnown
    | MailPasswordChanged
    | MailSuspended
    | MailNotification
    | MailReport
    | MailEnquiry
)

_LINKS = {
    LinkPurpose.VERIFY: (LetterKind.VERIFY, "/verify-email?token="),
    LinkPurpose.RESET: (LetterKind.RESET, "/reset-password?token="),
    LinkPurpose.MOVE: (LetterKind.MOVE, "/verify-email?move="),
}
_NOTICES = {
    MailAddressKnown: (LetterKind.ADDRESS_KNOWN, "/sign-in"),
    MailPasswordChanged: (LetterKind.PASSWORD_CHANGED, "/forgot-password"),
    MailSuspended: (LetterKind.SUSPENDED, "/sign-in"),
}
_PAGES = {
    NotificationKind.CONNECTION_REQUESTED: "/connections",
    NotificationKind.CONNECTION_APPROVED: "/profile?u={actor}",
    NotificationKind.CONFERENCE_LIVE: "/conference?c={conference}",
    NotificationKind.CONFERENCE_FINISHED: "/conference?c={conference}",
    NotificationKind.MESSAGE_RECEIVED: "/messages?m={message}",
    NotificationKind.MODERATOR_WARNED: "/notifications",
    NotificationKind.ACCOUNT_RESTORED: "/sign-in",
}
_OF_NOBODY = frozenset({NotificationKind.MODERATOR_WARNED, NotificationKind.ACCOUNT_RESTORED})
_OF_SOMETHING = frozenset(
    {
        NotificationKind.CONFERENCE_LIVE,
        NotificationKind.CONFERENCE_FINISHED,
        NotificationKind.MESSAGE_RECEIVED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Drafts the letter of a job; None where there is no reason left to send one."""

    clock: Clock
    tokens: LinkTokens
    policy: Policy

    async def draft(self, tx: Transaction, job: MailJob) -> Letter | None:
        """Look up what a mail is about, and draft it."""
        match job:
            case MailLink() | MailMoveNotice():
                return await self._about_link(tx, job)
            case MailNotification():
                return await self._about_notification(tx, job)
            case MailReport():
                return await self._about_report(tx, job)
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
            reference = f"{LetterKind.MOVE_NOTICE}.{link.id}"
            return _to(account, LetterKind.MOVE_NOTICE, reference, path="/settings", subject=link.email)
        kind, path = _LINKS[link.purpose]
        return Letter(
            kind=kind,
            reference=f"{kind}.{link.id}",
            to_address=link.email,
            to_name=account.full_name,
            language=account.language,
            time_zone=account.time_zone,
            path=path + self.tokens.token(link.id),
            expires_at=link.expires_at,
            about=frozenset({account.id}),
        )

    async def _about_notification(self, tx: Transaction, job: MailNotification) -> Letter | None:
        told = await tx.notifications.find(job.notification)
        account = await tx.accounts.find(told.account) if told else None
        if told is None or account is None or told.read or account.state is not AccountState.ACTIVE:
            return None
        if not wants_mail(account.mail, told.kind):
            return None
        actor = await tx.accounts.find(told.actor) if told.actor else None
        subject = await _subject(tx, told)
        if actor is None and told.kind not in _OF_NOBODY:
            return None
        if subject is None and told.kind in _OF_SOMETHING:
            return None
        return _to(
            account,
            LetterKind(told.kind.value),
            f"{told.kind}.{told.id}",
            path=_PAGES[told.kind].format(actor=told.actor, conference=told.conference, message=told.message),
            actor=actor,
            subject=subject,
        )

    async def _about_report(self, tx: Transaction, job: MailReport) -> Letter | None:
        report = await tx.reports.find(job.report)
        operator = self.policy.admin_email
        if report is None or report.decision is not None or report.evidence is None or operator is None:
            return None
        return Letter(
            kind=LetterKind.REPORT,
            reference=f"{LetterKind.REPORT}.{report.id}",
            to_address=operator,
            to_name=None,
            language=self.policy.default_language,
            subject=report.evidence.name or report.evidence.title,
            text=report.reason,
            path="/moderation",
            about=frozenset({name for name in (report.accused, report.reporter) if name is not None}),
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


async def _about_account(
    tx: Transaction, job: MailAddressKnown | MailPasswordChanged | MailSuspended
) -> Letter | None:
    account = await tx.accounts.find(job.account)
    if account is None:
        return None
    if isinstance(job, MailSuspended) and account.state is not AccountState.SUSPENDED:
        return None
    kind, path = _NOTICES[type(job)]
    return _to(account, kind, f"{kind}.{job.occasion}", path=path)


async def _subject(tx: Transaction, told: Notification) -> str | None:
    """Tell the title or subject of what a notification is about; None where that is gone, or over."""
    if told.conference is not None:
        conference = await tx.conferences.find(told.conference)
        over = told.kind is NotificationKind.CONFERENCE_LIVE and conference and conference.finished_at
        return conference.title if conference and not over else None
    if told.message is not None:
        message = await tx.messages.find(told.account, told.message, Box.INBOX)
        return message.subject if message else None
    return None


def _to(
    account: Account,
    kind: LetterKind,
    reference: str,
    *,
    path: str,
    actor: Account | None = None,
    subject: str | None = None,
) -> Letter:
    return Letter(
        kind=kind,
        reference=reference,
        to_address=account.email,
        to_name=account.full_name,
        language=account.language,
        time_zone=account.time_zone,
        actor=actor.full_name if actor else None,
        subject=subject,
        path=path,
        about=frozenset({account.id, actor.id} if actor else {account.id}),
    )
