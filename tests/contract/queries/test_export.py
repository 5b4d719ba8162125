import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.builders import (
    IDS,
    account,
    asked,
    blocked,
    conference,
    connected,
    enquiry,
    identity,
    link,
    member,
    message,
    notification,
    passkey,
    presence,
    report,
    sanction,
    second_step,
    session,
    viewer,
)
from tests.support.changing import change, erase
from tests.support.clock import NOW
from tests.support.keeping import keep, put_on_timelines, send
from tests.support.pages import present
from tests.support.taking_along import Taken, export
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.message import Box
from wexstream.domain.model.moderation import Decision, Subject
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.sanction import Outcome, Settlement, Term
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries

HOUR = timedelta(hours=1)


async def taken_along(queries: Queries, owner: Account) -> Taken:
    return present(await export(queries, viewer(owner)))


@pytest.mark.parametrize("state", AccountState)
async def test_whoever_has_an_account_takes_it_along_whatever_its_state(
    unit: UnitOfWork, queries: Queries, state: AccountState
) -> None:
    owner = account(state=state)
    await keep(unit, owner)
    taken = await taken_along(queries, owner)
    assert taken.account == await queries.me(viewer(owner))
    assert (taken.verified_at, taken.suspended_at) == (owner.verified_at, owner.suspended_at)


async def test_of_an_erased_account_there_is_nothing(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    await erase(unit, ada)
    assert await export(queries, viewer(ada)) is None


async def test_who_takes_it_along_several_times_at_once_holds_up_nobody_else(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    other, over = account(), asyncio.Event()
    await keep(unit, other)

    async def take_slowly() -> None:
        async with queries.export(viewer(ada)):
            await over.wait()

    slow = [asyncio.create_task(take_slowly()) for _ in range(3)]
    await asyncio.sleep(0)  # each is as far as it comes
    try:
        async with asyncio.timeout(10):
            assert (await taken_along(queries, other)).account.id == other.id
    finally:
        over.set()
        await asyncio.gather(*slow)


async def test_nothing_of_others_is_in_it(unit: UnitOfWork, queries: Queries, ada: Account) -> None:
    one, other = account(), account()
    made = conference(one)
    await keep(unit, one, other, session(one), identity(one), passkey(one), link(one))
    await keep(unit, connected(one, other), made)
    await keep(unit, presence(made, other), member(made, other), notification(one, actor=ada))
    await keep(unit, report(one, ada), enquiry())
    await put_on_timelines(unit, made, [other])
    await send(unit, message(one), one, other)
    taken = await taken_along(queries, ada)
    lists = list(vars(taken).values())
    assert [listed for listed in lists if isinstance(listed, list)] == [[]] * 17


async def test_sessions_are_in_it_run_out_or_not_and_the_present_one_is_told(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    here = replace(session(ada), last_seen_at=NOW + HOUR)
    over = session(ada, expires_at=NOW)
    await keep(unit, over, here)
    taken = present(await export(queries, replace(viewer(ada), session=here.id)))
    assert [(shown.id, shown.current) for shown in taken.sessions] == [(here.id, True), (over.id, False)]


async def test_that_there_is_a_second_step_is_in_it_and_how_many_codes_are_left(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    assert (await taken_along(queries, ada)).second_step == views.SecondStep(
        on=False, since=None, codes_left=0
    )
    await keep(unit, second_step(ada))
    await unit.run(lambda tx: tx.second_steps.keep_codes(ada.id, [b"one", b"two"]))
    taken = (await taken_along(queries, ada)).second_step
    assert taken == views.SecondStep(on=True, since=NOW, codes_left=2)
    assert await queries.second_step(viewer(ada)) == taken


async def test_passkeys_are_in_it_by_their_names_first_made_first(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    late = replace(passkey(ada, created_at=NOW + HOUR), name="Key ring", used_at=NOW + HOUR)
    early = passkey(ada)
    await keep(unit, late, early)
    taken = (await taken_along(queries, ada)).passkeys
    assert taken == [
        views.Passkey(id=early.id, name="My phone", created_at=NOW, used_at=None),
        views.Passkey(id=late.id, name="Key ring", created_at=NOW + HOUR, used_at=NOW + HOUR),
    ]
    assert await queries.passkeys(viewer(ada)) == taken


async def test_a_second_step_that_is_only_begun_is_none(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    await keep(unit, second_step(ada, on=False))
    assert not (await queries.second_step(viewer(ada))).on


async def test_who_one_is_elsewhere_is_in_it_first_linked_first(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    late = replace(identity(ada), linked_at=NOW + HOUR, email=None)
    early = identity(ada, issuer="https://accounts.google.com")
    await keep(unit, late, early)
    assert (await taken_along(queries, ada)).identities == [
        views.OwnIdentity(
            provider=one.provider,
            issuer=one.issuer,
            known_as=one.subject,
            email=one.email,
            linked_at=one.linked_at,
        )
        for one in (early, late)
    ]


async def test_links_are_in_it_with_the_addresses_that_they_went_to(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    sent = link(ada, LinkPurpose.MOVE, email="new@example.org")
    used = replace(link(ada), created_at=NOW + HOUR, used_at=NOW + HOUR)
    await keep(unit, sent, used)
    newest, oldest = (await taken_along(queries, ada)).links
    assert newest == views.OwnLink(
        purpose=used.purpose,
        email=ada.email,
        created_at=used.created_at,
        expires_at=used.expires_at,
        used_at=used.used_at,
    )
    assert (oldest.purpose, oldest.email, oldest.used_at) == (LinkPurpose.MOVE, sent.email, None)


class TestRelations:
    async def test_they_are_in_it_in_the_order_of_names(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        others = [account(name) for name in ("Zoe", "Ann", "bob", "Eve")]
        friend, asking, wanted, mine = others
        await keep(unit, *others, connected(ada, friend, since=NOW + HOUR), asked(asking, ada))
        await keep(unit, asked(ada, wanted), blocked(ada, mine))
        shown = [
            (one.account, one.full_name, one.standing, one.since, one.i_block)
            for one in (await taken_along(queries, ada)).relations
        ]
        assert shown == [
            (asking.id, "Ann", Standing.INCOMING, NOW, False),
            (wanted.id, "bob", Standing.OUTGOING, NOW, False),
            (mine.id, "Eve", Standing.BLOCKED, None, True),
            (friend.id, "Zoe", Standing.CONNECTED, NOW + HOUR, False),
        ]

    async def test_the_own_declines_are_in_it_and_those_of_others_are_not(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        declined, _ = asked(bob, ada).decline(ada.id, at=NOW + HOUR)
        await keep(unit, declined)
        [own] = (await taken_along(queries, ada)).relations
        assert (own.standing, own.declined_at) == (Standing.STRANGER, NOW + HOUR)
        assert (await taken_along(queries, bob)).relations == []

    async def test_a_block_of_the_others_is_their_secret(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        declined, _ = asked(bob, ada).decline(ada.id, at=NOW)
        theirs, _ = declined.block(bob.id, at=NOW)
        mutual = replace(blocked(ada, eve), low_blocks=True, high_blocks=True)
        await keep(unit, theirs, mutual)
        [own] = (await taken_along(queries, ada)).relations
        assert (own.account, own.standing, own.i_block) == (eve.id, Standing.BLOCKED, True)

    async def test_who_is_suspended_has_a_name_and_no_id_unless_it_is_blocked(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        others = [account(name, state=AccountState.SUSPENDED) for name in ("A", "B")]
        await keep(unit, *others, connected(ada, others[0]), blocked(ada, others[1]))
        relations = (await taken_along(queries, ada)).relations
        assert [(one.account, one.full_name) for one in relations] == [(None, "A"), (others[1].id, "B")]


async def test_conferences_are_in_it_in_every_state_the_newest_first(
    unit: UnitOfWork, queries: Queries, ada: Account
) -> None:
    made = [
        replace(
            conference(ada, state=state, visibility=Visibility.PUBLIC),
            description="Hot",
            password_hash="hash",
            opened_at=NOW + HOUR,
            created_at=NOW + number * HOUR,
        )
        for number, state in enumerate(ConferenceState)
    ]
    await keep(unit, *made)
    shown = (await taken_along(queries, ada)).conferences
    assert [one.id for one in shown] == [one.id for one in reversed(made)]
    assert shown[0] == views.OwnConference(
        id=made[2].id,
        title=made[2].title,
        description="Hot",
        visibility=Visibility.PUBLIC,
        locked=True,
        state=ConferenceState.FINISHED,
        created_at=made[2].created_at,
        broadcast_at=made[2].broadcast_at,
        finished_at=made[2].finished_at,
        opened_at=NOW + HOUR,
    )


class TestAttendance:
    async def test_presences_memberships_and_timeline_name_what_may_be_seen_and_have_the_times_of_the_rest(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        public = conference(bob, visibility=Visibility.PUBLIC, title="On tea")
        private = replace(conference(bob), broadcast_at=NOW + HOUR)
        out = NOW + 2 * HOUR
        await keep(unit, public, private)
        await keep(unit, presence(public, ada).end(at=NOW + HOUR))
        await keep(unit, replace(presence(private, ada), began_at=NOW + HOUR))
        for one in (public, private):
            await put_on_timelines(unit, one, [ada])
            joined = replace(member(one, ada), joined_at=present(one.broadcast_at), left_at=out)
            await keep(unit, joined.remove(at=out), member(one, bob))
        await unit.run(lambda tx: tx.timeline.remove(ada.id, public.id))
        taken = await taken_along(queries, ada)
        assert taken.memberships == [
            views.OwnMembership(
                conference=None, title=None, joined_at=NOW + HOUR, left_at=out, removed_at=out
            ),
            views.OwnMembership(
                conference=public.id, title="On tea", joined_at=NOW, left_at=out, removed_at=out
            ),
        ]
        assert taken.presences == [
            views.OwnPresence(conference=None, title=None, began_at=NOW + HOUR, ended_at=None),
            views.OwnPresence(conference=public.id, title="On tea", began_at=NOW, ended_at=NOW + HOUR),
        ]
        assert taken.timeline == [
            views.OwnTimelineEntry(conference=None, title=None, broadcast_at=NOW + HOUR, removed=False),
            views.OwnTimelineEntry(conference=public.id, title="On tea", broadcast_at=NOW, removed=True),
        ]


class TestMessages:
    async def test_the_copies_of_both_boxes_are_in_it_with_the_names_of_people(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        sent, received = message(ada), replace(message(bob, body="Long" * 100), created_at=NOW + HOUR)
        await send(unit, sent, ada, eve, bob)
        await send(unit, received, bob, ada, eve)
        await keep(unit, blocked(eve, ada))
        assert (await taken_along(queries, ada)).messages == [
            views.OwnMessage(
                id=received.id,
                box=Box.INBOX,
                sender="Bob",
                recipients=[],
                subject=received.subject,
                body=received.body,
                read=False,
                created_at=received.created_at,
            ),
            views.OwnMessage(
                id=sent.id,
                box=Box.SENT,
                sender="Ada",
                recipients=["Bob", "Eve"],
                subject=sent.subject,
                body=sent.body,
                read=True,
                created_at=sent.created_at,
            ),
        ]

    async def test_deleted_copies_are_not_and_erased_people_have_no_name(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        sent, received, deleted = message(ada), message(bob), message(eve)
        await send(unit, sent, ada, bob)
        await send(unit, received, bob, ada)
        await send(unit, deleted, eve, ada)
        await unit.run(lambda tx: tx.messages.remove(ada.id, deleted.id))
        await erase(unit, bob)
        shown = (await taken_along(queries, ada)).messages
        assert [(one.id, one.sender, one.recipients) for one in shown] == [
            (received.id, None, []),
            (sent.id, "Ada", [None]),
        ]


async def test_notifications_are_in_it_and_what_may_not_be_seen_has_no_name(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
) -> None:
    public, private = conference(bob, visibility=Visibility.PUBLIC, title="On tea"), conference(bob)
    kept, deleted = message(bob, subject="Kept"), message(bob, subject="Deleted")
    for sent in (kept, deleted):
        await send(unit, sent, bob, ada, eve)
    await unit.run(lambda tx: tx.messages.remove(ada.id, deleted.id))
    kind = NotificationKind.CONFERENCE_LIVE
    told = [
        replace(notification(ada, NotificationKind.MODERATOR_WARNED), read=True),
        notification(ada, kind, actor=bob, about=public),
        notification(ada, kind, actor=bob, about=private),
        notification(ada, NotificationKind.MESSAGE_RECEIVED, actor=bob, about=kept),
        notification(ada, NotificationKind.MESSAGE_RECEIVED, actor=bob, about=deleted),
    ]
    told = [replace(one, created_at=NOW - number * HOUR) for number, one in enumerate(told)]
    await keep(unit, public, private, *told)
    shown = (await taken_along(queries, ada)).notifications
    assert [one.id for one in shown] == [one.id for one in told]
    assert [(one.kind, one.read, one.created_at) for one in shown] == [
        (one.kind, one.read, one.created_at) for one in told
    ]
    assert [(one.actor, one.conference, one.message) for one in shown] == [
        (None, None, None),
        ("Bob", "On tea", None),
        ("Bob", None, None),
        ("Bob", None, "Kept"),
        ("Bob", None, None),
    ]
    await change(unit, bob.suspend(at=NOW))
    shown = (await taken_along(queries, ada)).notifications
    assert [(one.actor, one.conference) for one in shown][1] == ("Bob", None)


async def test_the_own_reports_and_decisions_are_in_it(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    made = report(ada, bob).resolve(Decision.WARN, by=ada.id, at=NOW + HOUR)
    other = replace(
        report(ada, bob), accused=None, accused_pseudonym="person-x", created_at=NOW + HOUR, evidence=None
    )
    await keep(unit, made, other)
    taken = await taken_along(queries, ada)
    assert [(one.id, one.accused, one.decision) for one in taken.reports] == [
        (other.id, "person-x", None),
        (made.id, "Bob", Decision.WARN),
    ]
    assert (taken.reports[1].subject, taken.reports[1].reason) == (Subject.ACCOUNT, made.reason)
    assert taken.reports[1].created_at == made.created_at
    assert taken.decisions == [
        views.OwnDecision(
            report=made.id, decision=Decision.WARN, decided_at=NOW + HOUR, words=None, term=None
        )
    ]
    assert (await taken_along(queries, bob)).reports == []


async def test_what_was_decided_about_oneself_and_what_oneself_decided_is_in_it(
    unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
) -> None:
    case = report(bob, ada).resolve(Decision.WARN, by=bob.id, at=NOW)
    warning = sanction(ada, by=bob, report=case)
    shut_out = sanction(ada, by=bob, term=Term.WEEK, at=NOW + HOUR).plead("It was not me.", at=NOW + HOUR)
    assert shut_out.appeal is not None
    settlement = Settlement(outcome=Outcome.UPHELD, words="It was.")
    settled = shut_out.settle(shut_out.appeal, settlement, by=bob.id, at=NOW + 2 * HOUR)
    await keep(unit, case, warning, settled)
    taken = await taken_along(queries, ada)
    assert taken.sanctions == [views.own_sanction(settled), views.own_sanction(warning)]
    assert (taken.decisions, taken.settlements) == ([], [])
    taken = await taken_along(queries, bob)
    assert taken.sanctions == []
    assert [(one.report, one.decision, one.words, one.term) for one in taken.decisions] == [
        (None, Decision.SUSPEND, settled.words, Term.WEEK),
        (case.id, Decision.WARN, warning.words, None),
    ]
    assert taken.settlements == [
        views.OwnSettlement(outcome=Outcome.UPHELD, answer="It was.", settled_at=NOW + 2 * HOUR)
    ]


async def test_letters_to_the_operator_are_in_it_where_the_address_is_verified(
    unit: UnitOfWork, queries: Queries
) -> None:
    email = f"{IDS.new().hex}@example.org"
    letter = enquiry(email=email.upper())
    owner = account(email=email)
    await keep(unit, letter, owner, enquiry())
    assert (await taken_along(queries, owner)).enquiries == [
        views.OwnEnquiry(
            name=letter.name, subject=letter.subject, body=letter.body, created_at=letter.created_at
        )
    ]
    await change(unit, replace(owner, state=AccountState.UNVERIFIED, verified_at=None))
    assert (await taken_along(queries, owner)).enquiries == []
