"""Any value of the domain that keeps its invariants, for properties."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from wexstream.domain.model.account import Account, AccountState, Consent, Language, MailChoices
from wexstream.domain.model.conference import Conference, ConferenceState, Member, Presence, Visibility
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.identity import Identity, Provider
from wexstream.domain.model.ids import (
    AccountId,
    ConferenceId,
    EnquiryId,
    LinkId,
    MessageId,
    NotificationId,
    PasskeyId,
    PeerId,
    PictureId,
    PresenceId,
    ProcessId,
    ReportId,
    SanctionId,
    SessionId,
    SignalId,
)
from wexstream.domain.model.link import Link, LinkPurpose
from wexstream.domain.model.message import Message
from wexstream.domain.model.moderation import Decision, Evidence, Report, Subject
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.passkey import Passkey
from wexstream.domain.model.relation import Relation, RelationState
from wexstream.domain.model.room import Signal, SignalKind
from wexstream.domain.model.sanction import Appeal, Outcome, Sanction, Term
from wexstream.domain.model.second_step import SecondStep
from wexstream.domain.model.session import Session

UUIDS = st.uuids(version=4)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (naive, as Hypothesis asks; the strategy sets the zone)
SPANS = st.timedeltas(timedelta(0), timedelta(days=1_000))
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=100)
PARAGRAPHS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)


def accounts() -> st.SearchStrategy[Account]:
    return st.builds(
        Account,
        id=UUIDS.map(AccountId),
        state=st.sampled_from(AccountState),
        full_name=LINES,
        email=UUIDS.map(lambda name: f"Any.{name}@example.org"),
        password_hash=st.none() | LINES,
        consent=st.builds(Consent, terms_version=LINES, accepted_at=TIMES),
        created_at=TIMES,
        verified_at=st.none() | TIMES,
        suspended_at=st.none() | TIMES,
        suspended_until=st.none() | TIMES,
        moderator=st.booleans(),
        language=st.sampled_from(Language),
        time_zone=LINES,
        bio=st.none() | LINES,
        location=st.none() | LINES,
        website=st.none() | LINES,
        picture=st.none() | UUIDS.map(PictureId),
        mail=st.builds(
            MailChoices,
            requests=st.booleans(),
            approvals=st.booleans(),
            messages=st.booleans(),
            live=st.booleans(),
            finished=st.booleans(),
        ),
        messages_from_strangers=st.booleans(),
    )


def sessions(owner: AccountId) -> st.SearchStrategy[Session]:
    return st.builds(
        Session,
        id=UUIDS.map(SessionId),
        account=st.just(owner),
        device=LINES,
        created_at=TIMES,
        last_seen_at=TIMES,
        expires_at=TIMES,
    )


def identities(owner: AccountId) -> st.SearchStrategy[Identity]:
    return st.builds(
        Identity,
        account=st.just(owner),
        provider=st.sampled_from(Provider),
        issuer=LINES,
        subject=LINES,
        email=st.none() | LINES,
        linked_at=TIMES,
    )


def second_steps(owner: AccountId) -> st.SearchStrategy[SecondStep]:
    step = st.integers(0, 2**62)
    return st.builds(
        SecondStep,
        account=st.just(owner),
        secret=st.binary(),
        begun_at=TIMES,
        confirmed_at=st.none() | TIMES,
        last_step=step,
    )


def passkeys(owner: AccountId) -> st.SearchStrategy[Passkey]:
    return st.builds(
        Passkey,
        id=UUIDS.map(PasskeyId),
        account=st.just(owner),
        credential=st.binary(max_size=1023),
        public_key=st.binary(),
        sign_count=st.integers(0, 2**32 - 1),
        name=LINES,
        created_at=TIMES,
        used_at=st.none() | TIMES,
    )


def links(owner: AccountId) -> st.SearchStrategy[Link]:
    return st.builds(
        Link,
        id=UUIDS.map(LinkId),
        account=st.just(owner),
        purpose=st.sampled_from(LinkPurpose),
        token_hash=st.binary(min_size=32, max_size=32),
        email=LINES,
        created_at=TIMES,
        expires_at=TIMES,
        used_at=st.none() | TIMES,
        superseded=st.booleans(),
    )


@st.composite
def relations(draw: st.DrawFn, low: AccountId, high: AccountId) -> Relation:
    state = draw(st.sampled_from(RelationState))
    pending = state is RelationState.PENDING
    blocks = st.booleans() if state is RelationState.NONE else st.just(value=False)
    return Relation(
        low=low,
        high=high,
        state=state,
        requested_by=draw(st.sampled_from([low, high])) if pending else None,
        requested_at=draw(TIMES) if pending else None,
        connected_at=draw(TIMES) if state is RelationState.CONNECTED else None,
        low_blocks=draw(blocks),
        high_blocks=draw(blocks),
        low_declined_at=draw(st.none() | TIMES),
        high_declined_at=draw(st.none() | TIMES),
        low_mailed_at=draw(st.none() | TIMES),
        high_mailed_at=draw(st.none() | TIMES),
    )


@st.composite
def conferences(draw: st.DrawFn, speaker: AccountId) -> Conference:
    state = draw(st.sampled_from(ConferenceState))
    began_at = None if state is ConferenceState.CREATED else draw(TIMES)
    finished = began_at is not None and state is ConferenceState.FINISHED
    return Conference(
        id=ConferenceId(draw(UUIDS)),
        speaker=speaker,
        title=draw(LINES),
        visibility=draw(st.sampled_from(Visibility)),
        room=draw(LINES),
        created_at=draw(TIMES),
        description=draw(st.none() | PARAGRAPHS),
        password_hash=draw(st.none() | LINES),
        state=state,
        broadcast_at=began_at,
        finished_at=began_at + draw(SPANS) if began_at is not None and finished else None,
        opened_at=draw(st.none() | TIMES),
        announced=draw(st.sampled_from(ConferenceState)),
    )


@st.composite
def presences(draw: st.DrawFn, conference: ConferenceId, account: AccountId) -> Presence:
    began_at = draw(TIMES)
    return Presence(
        id=PresenceId(draw(UUIDS)),
        conference=conference,
        account=account,
        began_at=began_at,
        lease_until=draw(TIMES),
        ended_at=draw(st.none() | SPANS.map(lambda span: began_at + span)),
        held_by=draw(st.none() | UUIDS.map(ProcessId)),
        peer=draw(st.none() | UUIDS.map(PeerId)),
        session=draw(st.none() | UUIDS.map(SessionId)),
    )


def members(conference: ConferenceId, account: AccountId) -> st.SearchStrategy[Member]:
    return st.builds(
        Member,
        conference=st.just(conference),
        account=st.just(account),
        joined_at=TIMES,
        left_at=st.none() | TIMES,
        removed_at=st.none() | TIMES,
    )


def signals(conference: ConferenceId) -> st.SearchStrategy[Signal]:
    return st.builds(
        Signal,
        id=UUIDS.map(SignalId),
        conference=st.just(conference),
        sender=UUIDS.map(PeerId),
        to=st.none() | UUIDS.map(PeerId),
        kind=st.sampled_from(SignalKind),
        data=st.none() | LINES,
        at=TIMES,
    )


def messages(sender: AccountId) -> st.SearchStrategy[Message]:
    return st.builds(
        Message,
        id=UUIDS.map(MessageId),
        sender=st.just(sender),
        subject=LINES,
        body=PARAGRAPHS,
        created_at=TIMES,
    )


def notifications(owner: AccountId, kind: NotificationKind) -> st.SearchStrategy[Notification]:
    """Any that is about nothing in particular."""
    return st.builds(
        Notification,
        id=UUIDS.map(NotificationId),
        account=st.just(owner),
        kind=st.just(kind),
        created_at=TIMES,
        read=st.booleans(),
    )


@st.composite
def reports(draw: st.DrawFn, people: list[AccountId]) -> Report:
    person = st.none() | st.sampled_from(people)
    decision = draw(st.none() | st.sampled_from(Decision))
    return Report(
        id=ReportId(draw(UUIDS)),
        subject=draw(st.sampled_from(Subject)),
        reporter=draw(person),
        accused=draw(person),
        reason=draw(PARAGRAPHS),
        evidence=draw(
            st.none()
            | st.builds(
                Evidence,
                name=LINES,
                title=st.none() | LINES,
                text=st.none() | PARAGRAPHS,
                picture=st.none() | UUIDS.map(PictureId),
            )
        ),
        created_at=draw(TIMES),
        conference=draw(st.none() | UUIDS.map(ConferenceId)),
        message=draw(st.none() | UUIDS.map(MessageId)),
        reporter_pseudonym=draw(st.none() | LINES),
        accused_pseudonym=draw(st.none() | LINES),
        decision=decision,
        decided_by=draw(person) if decision else None,
        decided_at=draw(TIMES) if decision else None,
    )


@st.composite
def sanctions(draw: st.DrawFn, owner: AccountId, moderator: AccountId) -> Sanction:
    suspends = draw(st.booleans())
    decided_by = st.none() | st.just(moderator)
    appeal = st.builds(Appeal, text=PARAGRAPHS, made_at=TIMES)
    answered = st.builds(
        Appeal,
        text=PARAGRAPHS,
        made_at=TIMES,
        outcome=st.sampled_from(Outcome),
        answer=PARAGRAPHS,
        settled_by=decided_by,
        settled_at=TIMES,
    )
    return Sanction(
        id=SanctionId(draw(UUIDS)),
        account=owner,
        decision=Decision.SUSPEND if suspends else Decision.WARN,
        words=draw(st.none() | PARAGRAPHS),
        decided_at=draw(TIMES),
        decided_by=draw(decided_by),
        term=draw(st.sampled_from(Term)) if suspends else None,
        lifted_at=draw(st.none() | TIMES),
        appeal=draw(st.none() | appeal | answered),
    )


def enquiries() -> st.SearchStrategy[Enquiry]:
    return st.builds(
        Enquiry,
        id=UUIDS.map(EnquiryId),
        name=LINES,
        email=LINES,
        subject=LINES,
        body=PARAGRAPHS,
        created_at=TIMES,
    )
