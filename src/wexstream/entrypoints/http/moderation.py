"""Reports, moderation, and writing to the operator: /api/reports, /api/moderation, /api/contact."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import MediaType, Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from wexstream.domain.model import errors
from wexstream.domain.model.audit import AuditGroup
from wexstream.domain.model.errors import FieldFault, Invalid
from wexstream.domain.model.ids import AccountId, ConferenceId, MessageId, ReportId, SanctionId
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.sanction import Outcome, Settlement, Term, Verdict
from wexstream.domain.usecases.appeals import Appeals
from wexstream.domain.usecases.enquiries import Enquiries
from wexstream.domain.usecases.moderation import Moderation
from wexstream.domain.usecases.reporting import Complaint, Reporting
from wexstream.entrypoints.http.authentication import origin_of
from wexstream.entrypoints.http.dependencies import Asking, ByTime, Given, OnlyOnce
from wexstream.entrypoints.http.fields import Body, Email, FullName, Reason, Subject, Words
from wexstream.entrypoints.http.pages import AppealsPage, LogPage, ReportsPage, SuspendedPage, next_cursor
from wexstream.entrypoints.http.pictures import picture_answer
from wexstream.entrypoints.http.problems import ACTIVE, BODY, MODERATOR, WRITE, refusals


class NewReport(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A complaint about exactly one account, conference or message.

    Of an account it can be said in which conference it was met: ``met_in`` names that.
    """

    reason: Reason
    user_id: UUID | None = None
    conference_id: UUID | None = None
    message_id: UUID | None = None
    met_in: UUID | None = None


class Resolution(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is decided: with words for the person where it warns or suspends, and for how long it suspends."""

    decision: Decision
    words: Words | None = None
    term: Term | None = None


class Suspension(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """For how long, and the words for the person."""

    term: Term
    words: Words


class Answer(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What becomes of an appeal, and the words for the person."""

    outcome: Outcome
    words: Words


class Enquiry(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A letter to the operator."""

    name: FullName
    email: Email
    subject: Annotated[Subject, msgspec.Meta(examples=["A question"])]
    body: Annotated[Body, msgspec.Meta(examples=["How do I change my name?"])]


@dataclass(slots=True, kw_only=True)
class Reported:
    """The report that was kept."""

    id: ReportId


@post(
    "/reports",
    operation_id="report",
    summary="Report somebody or something",
    responses=refusals(*ACTIVE, errors.NotFound, errors.OwnAccount, errors.KeyReused, *BODY),
)
async def report(
    data: JSONBody[NewReport], viewer: Asking, once: OnlyOnce, reporting: Given[Reporting]
) -> Reported:
    """Report an account, a conference or a received message to the moderators, with a reason."""
    complaint = Complaint(reason=data.reason, once=once)
    if data.met_in is not None and data.user_id is None:
        sentence = "Give met_in with a user_id alone."
        raise Invalid(FieldFault(field="met_in", code="unexpected", message=sentence))
    match (data.user_id, data.conference_id, data.message_id):
        case (UUID() as account, None, None):
            met_in = ConferenceId(data.met_in) if data.met_in else None
            kept = await reporting.report_account(viewer, AccountId(account), complaint, met_in=met_in)
        case (None, UUID() as conference, None):
            kept = await reporting.report_conference(viewer, ConferenceId(conference), complaint)
        case (None, None, UUID() as message):
            kept = await reporting.report_message(viewer, MessageId(message), complaint)
        case _:
            sentence = "Give exactly one of user_id, conference_id and message_id."
            raise Invalid(FieldFault(field="user_id", code="exactly-one", message=sentence))
    return Reported(id=kept)


@get(
    "/moderation/reports", operation_id="listReports", summary="List reports", responses=refusals(*MODERATOR)
)
async def list_reports(
    viewer: Asking,
    times: ByTime,
    moderation: Given[Moderation],
    resolved: Annotated[bool, QueryParameter(description="Those decided, not those open.")] = False,  # noqa: FBT002 (a query parameter)
) -> ReportsPage:
    """List the reports that are open, or decided, newest first, with their evidence."""
    page = await moderation.list(viewer, times, resolved=resolved)
    return ReportsPage(items=page.items, next_cursor=next_cursor(page))


@post(
    "/moderation/reports/{report_id:uuid}/resolve",
    operation_id="resolveReport",
    summary="Decide on a report",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*MODERATOR, errors.NotFound, errors.AlreadyResolved, errors.OwnAccount, *BODY),
)
async def resolve_report(
    data: JSONBody[Resolution], viewer: Asking, report_id: FromPath[UUID], moderation: Given[Moderation]
) -> None:
    """Dismiss a report, warn the accused, or suspend the account, for a time or for good."""
    verdict = Verdict(decision=data.decision, words=data.words, term=data.term)
    await moderation.resolve(viewer, ReportId(report_id), verdict)


@get(
    "/moderation/reports/{report_id:uuid}/picture",
    operation_id="showEvidencePicture",
    summary="Show the picture that is evidence",
    media_type="image/webp",
    responses=refusals(*MODERATOR, errors.NotFound),
)
async def show_evidence_picture(
    viewer: Asking, report_id: FromPath[UUID], moderation: Given[Moderation]
) -> Response[bytes]:
    """Show the picture that the accused had when the report was made."""
    return picture_answer(await moderation.picture(viewer, ReportId(report_id)))


@get(
    "/moderation/appeals", operation_id="listAppeals", summary="List appeals", responses=refusals(*MODERATOR)
)
async def list_appeals(
    viewer: Asking,
    times: ByTime,
    appeals: Given[Appeals],
    settled: Annotated[bool, QueryParameter(description="Those settled, not those open.")] = False,  # noqa: FBT002 (a query parameter)
) -> AppealsPage:
    """List the appeals that are open, or settled, newest first, with the decision and its evidence."""
    page = await appeals.list(viewer, times, settled=settled)
    return AppealsPage(items=page.items, next_cursor=next_cursor(page))


@post(
    "/moderation/appeals/{sanction_id:uuid}/settle",
    operation_id="settleAppeal",
    summary="Decide on an appeal",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(
        *MODERATOR,
        errors.NotFound,
        errors.OwnAccount,
        errors.OwnDecision,
        errors.AlreadyResolved,
        errors.NotInForce,
        *BODY,
    ),
)
async def settle_appeal(
    data: JSONBody[Answer], viewer: Asking, sanction_id: FromPath[UUID], appeals: Given[Appeals]
) -> None:
    """Uphold the decision, or grant the appeal: the account is restored, or the warning withdrawn."""
    settlement = Settlement(outcome=data.outcome, words=data.words)
    await appeals.settle(viewer, SanctionId(sanction_id), settlement)


@get(
    "/moderation/suspended",
    operation_id="listSuspended",
    summary="List suspended accounts",
    responses=refusals(*MODERATOR),
)
async def list_suspended(viewer: Asking, times: ByTime, moderation: Given[Moderation]) -> SuspendedPage:
    """List the accounts that are suspended, those suspended last first."""
    page = await moderation.list_suspended(viewer, times)
    return SuspendedPage(items=page.items, next_cursor=next_cursor(page))


@post(
    "/moderation/users/{user_id:uuid}/suspend",
    operation_id="suspendUser",
    summary="Suspend an account",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*MODERATOR, errors.NotFound, errors.OwnAccount, *BODY),
)
async def suspend_user(
    data: JSONBody[Suspension], viewer: Asking, user_id: FromPath[UUID], moderation: Given[Moderation]
) -> None:
    """Suspend an account: its sessions and live conferences end, and all that it made is hidden.

    One that is suspended already is so from now on as is said here, be it shorter or longer.
    """
    verdict = Verdict(decision=Decision.SUSPEND, words=data.words, term=data.term)
    await moderation.suspend(viewer, AccountId(user_id), verdict)


@post(
    "/moderation/users/{user_id:uuid}/restore",
    operation_id="restoreUser",
    summary="Restore an account",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*MODERATOR, errors.NotFound, errors.OwnAccount, errors.NotSuspended, *WRITE),
)
async def restore_user(viewer: Asking, user_id: FromPath[UUID], moderation: Given[Moderation]) -> None:
    """Let a suspended account in again; what it made is to be seen again."""
    await moderation.restore(viewer, AccountId(user_id))


@get(
    "/moderation/audit",
    operation_id="listLog",
    summary="Read the log",
    responses=refusals(*MODERATOR),
)
async def list_log(
    viewer: Asking,
    times: ByTime,
    moderation: Given[Moderation],
    group: Annotated[
        AuditGroup | None, QueryParameter(description="Only what moderators did, or what befell accounts.")
    ] = None,
) -> LogPage:
    """Read what moderators did, and what happened to the security of accounts, newest first.

    Who was erased has a pseudonym.
    """
    page = await moderation.log(viewer, times, group)
    return LogPage(items=page.items, next_cursor=next_cursor(page))


@post(
    "/contact",
    operation_id="contact",
    summary="Write to the operator",
    status_code=HTTP_202_ACCEPTED,
    media_type=MediaType.TEXT,
    responses=refusals(errors.NoOperator, *BODY),
)
async def contact(
    data: JSONBody[Enquiry], request: Request[Any, Any, State], enquiries: Given[Enquiries]
) -> None:
    """Write to the operator of this server, signed in or not."""
    await enquiries.send(
        name=data.name,
        email=data.email,
        subject=data.subject,
        body=data.body,
        origin=origin_of(request),
    )


router = Router(
    "/api",
    route_handlers=[
        report,
        list_reports,
        resolve_report,
        show_evidence_picture,
        list_appeals,
        settle_appeal,
        list_suspended,
        suspend_user,
        restore_user,
        list_log,
        contact,
    ],
    tags=["Moderation"],
)
