"""Values for tests, with what a test does not care about filled in; change more of them by ``replace``."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tests.support.clock import NOW
from tests.support.ids import CountingIds
from wexstream.domain.model.account import Account, AccountState, Consent
from wexstream.domain.model.audit import AuditKind, Details, Entry
from wexstream.domain.model.conference import (
    BroadcastState,
    Conference,
    ConferenceState,
    Member,
    Presence,
    Visibility,
)
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.identity import Identity, Provider
from wexstream.domain.model.ids import (
    AccountId,
    ConferenceId,
    EnquiryId,
    EntryId,
    LinkId,
    MessageId,
    NotificationId,
    PasskeyId,
    PeerId,
    PresenceId,
    ProcessId,
    ReportId,
    SanctionId,
    SessionId,
    SignalId,
)
from wexstream.domain.model.link import Link, LinkPurpose
from wexstream.domain.model.message import Box, Copy, Message
from wexstream.domain.model.moderation import Decision, Evidence, Report, Subject
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.passkey import Passkey
from wexstream.domain.model.relation import Relation, RelationState, strangers
from wexstream.domain.model.room import Signal, SignalKind
from wexstream.domain.model.sanction import Sanction, Term
from wexstream.domain.model.second_step import SecondStep
from wexstream.domain.model.session import Session
from wexstream.domain.model.visibility import Viewer, role_of

IDS = CountingIds()
BROADCAST: tuple[BroadcastState, ...] = (ConferenceState.LIVE, ConferenceState.FINISHED)
HOUR = timedelta(hours=1)


def account(
    name: str = "Ada Lovelace",
    *,
    state: AccountState = AccountState.ACTIVE,
    email: str | None = None,
    moderator: bool = False,
) -> Account:
    made = AccountId(IDS.new())
    return Account(
        id=made,
        state=state,
        full_name=name,
        email=email or f"{made.hex}@example.org",
        password_hash="hash",
        consent=Consent(terms_version="1", accepted_at=NOW),
        created_at=NOW,
        verified_at=None if state is AccountState.UNVERIFIED else NOW,
        suspended_at=NOW if state is AccountState.SUSPENDED else None,
        moderator=moderator,
    )


def session(owner: Account, *, expires_at: datetime = NOW + HOUR) -> Session:
    return Session(
        id=SessionId(IDS.new()),
        account=owner.id,
        device="Firefox",
        created_at=NOW,
        last_seen_at=NOW,
        expires_at=expires_at,
    )


def identity(owner: Account, subject: str | None = None, issuer: str = "https://id.example.org") -> Identity:
    return Identity(
        account=owner.id,
        provider=Provider.OIDC,
        issuer=issuer,
        subject=subject or str(IDS.new()),
        email=owner.email,
        linked_at=NOW,
    )


def second_step(owner: Account, *, on: bool = True) -> SecondStep:
    """An app whose secret is opened by nobody."""
    return SecondStep(
        account=owner.id,
        secret=b"sealed",
        begun_at=NOW,
        confirmed_at=NOW if on else None,
        last_step=1 if on else None,
    )


def passkey(owner: Account, *, sign_count: int = 0, created_at: datetime = NOW) -> Passkey:
    """A passkey that nothing is signed by."""
    made = PasskeyId(IDS.new())
    return Passkey(
        id=made,
        account=owner.id,
        credential=made.bytes,
        public_key=b"key",
        sign_count=sign_count,
        name="My phone",
        created_at=created_at,
    )


def link(
    owner: Account,
    purpose: LinkPurpose = LinkPurpose.VERIFY,
    *,
    email: str | None = None,
    expires_at: datetime = NOW + HOUR,
) -> Link:
    made = LinkId(IDS.new())
    return Link(
        id=made,
        account=owner.id,
        purpose=purpose,
        token_hash=made.bytes,
        email=email or owner.email,
        created_at=NOW,
        expires_at=expires_at,
    )


def connected(one: Account, other: Account, *, since: datetime = NOW) -> Relation:
    pair = strangers(one.id, other.id)
    return Relation(low=pair.low, high=pair.high, state=RelationState.CONNECTED, connected_at=since)


def asked(asker: Account, other: Account) -> Relation:
    relation, _ = strangers(asker.id, other.id).ask(asker.id, at=NOW)
    return relation


def blocked(blocker: Account, other: Account) -> Relation:
    relation, _ = strangers(blocker.id, other.id).block(blocker.id, at=NOW)
    return relation


def conference(
    speaker: Account,
    *,
    state: ConferenceState = ConferenceState.LIVE,
    visibility: Visibility = Visibility.PRIVATE,
    title: str = "On engines",
) -> Conference:
    return Conference(
        id=ConferenceId(IDS.new()),
        speaker=speaker.id,
        title=title,
        visibility=visibility,
        room=IDS.room(),
        created_at=NOW,
        state=state,
        broadcast_at=None if state is ConferenceState.CREATED else NOW,
        finished_at=NOW + HOUR if state is ConferenceState.FINISHED else None,
    )


def presence(room: Conference, guest: Account, *, lease_until: datetime = NOW + HOUR) -> Presence:
    return Presence(
        id=PresenceId(IDS.new()),
        conference=room.id,
        account=guest.id,
        began_at=NOW,
        lease_until=lease_until,
    )


def held(there: Presence, *, by: ProcessId, peer: PeerId | None = None) -> Presence:
    """Have a process hold a presence by a socket of some session."""
    return there.hold(by=by, peer=peer or PeerId(IDS.new()), session=SessionId(IDS.new()))


def member(room: Conference, guest: Account) -> Member:
    return Member(conference=room.id, account=guest.id, joined_at=NOW)


def signal(
    room: Conference, *, to: PeerId | None = None, kind: SignalKind = SignalKind.CHAT, at: datetime = NOW
) -> Signal:
    return Signal(
        id=SignalId(IDS.new()),
        conference=room.id,
        sender=PeerId(IDS.new()),
        to=to,
        kind=kind,
        data='"Tea?"',
        at=at,
    )


def message(sender: Account, *, subject: str = "Tea", body: str = "At five?") -> Message:
    return Message(id=MessageId(IDS.new()), sender=sender.id, subject=subject, body=body, created_at=NOW)


def copies(sent: Message, sender: Account, recipients: Iterable[Account]) -> list[Copy]:
    received = [Copy(message=sent.id, owner=to.id, box=Box.INBOX, read=False) for to in recipients]
    return [Copy(message=sent.id, owner=sender.id, box=Box.SENT, read=True), *received]


def notification(
    owner: Account,
    kind: NotificationKind = NotificationKind.CONNECTION_REQUESTED,
    *,
    actor: Account | None = None,
    about: Conference | Message | None = None,
) -> Notification:
    return Notification(
        id=NotificationId(IDS.new()),
        account=owner.id,
        kind=kind,
        created_at=NOW,
        actor=actor.id if actor else None,
        conference=about.id if isinstance(about, Conference) else None,
        message=about.id if isinstance(about, Message) else None,
    )


def report(reporter: Account, accused: Account) -> Report:
    return Report(
        id=ReportId(IDS.new()),
        subject=Subject.ACCOUNT,
        reporter=reporter.id,
        accused=accused.id,
        reason="He is rude.",
        evidence=Evidence(name=accused.full_name, text=accused.bio),
        created_at=NOW,
    )


def sanction(
    owner: Account,
    *,
    by: Account | None = None,
    term: Term | None = None,
    report: Report | None = None,
    at: datetime = NOW,
) -> Sanction:
    return Sanction(
        id=SanctionId(IDS.new()),
        account=owner.id,
        decision=Decision.SUSPEND if term else Decision.WARN,
        words="Be kind to one another.",
        decided_at=at,
        decided_by=by.id if by else None,
        term=term,
        report=report.id if report else None,
    )


def enquiry(*, email: str = "visitor@example.org") -> Enquiry:
    return Enquiry(
        id=EnquiryId(IDS.new()),
        name="A visitor",
        email=email,
        subject="A question",
        body="How does it work?",
        created_at=NOW,
    )


def entry(
    kind: AuditKind = AuditKind.PASSWORD_CHANGED,
    *,
    at: datetime = NOW,
    actor: str | None = None,
    subject: str | None = None,
    details: Details = Details(),  # noqa: B008 (a value that nobody changes)
) -> Entry:
    return Entry(
        id=EntryId(IDS.new()),
        at=at,
        kind=kind,
        actor=actor,
        subject=subject,
        details=details,
        kept_until=at + timedelta(days=365),
    )


def viewer(owner: Account) -> Viewer:
    return Viewer(account=owner.id, session=SessionId(IDS.new()), role=role_of(owner), signed_in_at=NOW)
