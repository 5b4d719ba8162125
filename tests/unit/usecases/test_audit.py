"""What the audit log tells of, and what it does not."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from tests.support.acting import (
    NOBODY,
    ORIGIN,
    PASSWORD,
    account_at,
    enter,
    newest_token,
    sign_in,
    sign_up,
)
from tests.support.pages import present
from tests.support.platform import POLICY, Platform
from tests.support.storage import MemoryStorage
from tests.support.taking_along import take_along
from tests.support.verdicts import DISMISSAL, OF_A_WEEK, SUSPENSION, WARNING
from wexstream.domain.model import throttling
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.audit import KEPT, AuditGroup, AuditKind, Way
from wexstream.domain.model.errors import (
    NotFound,
    NotModerator,
    NotSignedIn,
    OwnAccount,
    TooMany,
    WrongCredentials,
    WrongPassword,
)
from wexstream.domain.model.ids import SessionId
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.sanction import Outcome, Settlement
from wexstream.domain.model.visibility import Role, Viewer
from wexstream.domain.usecases.reporting import Complaint
from wexstream.ports import views

OWN = "password of Ada Lovelace"


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry in a word each: who, by name, did what, and about whom."""

    by: str | None
    kind: AuditKind
    about: str | None
    way: Way | None = None
    decision: Decision | None = None
    from_report: bool = False


async def noted(platform: Platform) -> Sequence[Noted]:
    """Read the log, the oldest first."""
    reader = Viewer(
        account=NOBODY,
        session=SessionId(NOBODY),
        role=Role.MODERATOR,
        signed_in_at=platform.clock.now(),
    )
    page = await platform.storage.queries.log(reader, Slice(limit=100), kinds=list(AuditKind))
    return [
        Noted(_name(one.actor), one.kind, _name(one.subject), one.way, one.decision, one.report is not None)
        for one in reversed(page.items)
    ]


def _name(somebody: views.LoggedPerson | None) -> str | None:
    if somebody is None:
        return None
    assert (somebody.person.full_name is None) is (somebody.pseudonym is not None)
    return somebody.person.full_name or "somebody erased"


def own(kind: AuditKind, name: str | None = "Ada Lovelace", way: Way | None = None) -> Noted:
    return Noted(name, kind, name, way)


class TestModerators:
    async def test_decisions_are_noted_with_the_report_and_what_follows(self, platform: Platform) -> None:
        clara = await enter(platform, "Clara", moderator=True)
        ada, bob = await enter(platform), await enter(platform, "Bob")
        verdicts = (DISMISSAL, WARNING, SUSPENSION)
        for verdict in verdicts:
            complaint = Complaint(reason="Rude.")
            report = await platform.reporting.report_account(ada, bob.account, complaint)
            for _ in range(2):
                await platform.moderation.resolve(clara, report, verdict)
        resolved = [
            Noted("Clara", AuditKind.REPORT_RESOLVED, "Bob", decision=verdict.decision, from_report=True)
            for verdict in verdicts
        ]
        suspended = Noted("Clara", AuditKind.ACCOUNT_SUSPENDED, "Bob", from_report=True)
        assert await noted(platform) == [*resolved, suspended]

    async def test_suspending_and_restoring_are_noted_where_something_changes(
        self, platform: Platform
    ) -> None:
        clara, bob = await enter(platform, "Clara", moderator=True), await enter(platform, "Bob")
        for _ in range(2):
            await platform.moderation.suspend(clara, bob.account, SUSPENSION)
        await platform.moderation.restore(clara, bob.account)
        for refused in (clara.account, NOBODY):
            with pytest.raises((OwnAccount, NotFound)):
                await platform.moderation.suspend(clara, refused, SUSPENSION)
        assert await noted(platform) == [
            Noted("Clara", AuditKind.ACCOUNT_SUSPENDED, "Bob"),
            Noted("Clara", AuditKind.ACCOUNT_RESTORED, "Bob"),
        ]

    async def test_what_ends_a_suspension_is_noted_be_it_an_appeal_or_its_time(
        self, platform: Platform
    ) -> None:
        clara, bob = await enter(platform, "Clara", moderator=True), await enter(platform, "Bob")
        for outcome in Outcome:
            verdict = replace(OF_A_WEEK, words=outcome)
            await platform.moderation.suspend(clara, bob.account, verdict)
            [own] = [
                one for one in (await platform.appeals.list_own(bob, Slice())).items if one.lifted_at is None
            ]
            await platform.appeals.appeal(bob, own.id, "It was not me.")
            await platform.appeals.settle(clara, own.id, Settlement(outcome=outcome, words="So it is."))
        await platform.moderation.suspend(clara, bob.account, OF_A_WEEK)
        platform.clock.advance(timedelta(days=7))
        await platform.suspensions.end_those_due()
        suspended = Noted("Clara", AuditKind.ACCOUNT_SUSPENDED, "Bob")
        assert await noted(platform) == [
            suspended,
            Noted("Clara", AuditKind.APPEAL_UPHELD, "Bob"),
            suspended,
            Noted("Clara", AuditKind.APPEAL_GRANTED, "Bob"),
            Noted("Clara", AuditKind.ACCOUNT_RESTORED, "Bob"),
            suspended,
            Noted(None, AuditKind.SUSPENSION_ENDED, "Bob"),
        ]

    async def test_who_verifies_the_administrators_address_is_noted_to_be_one(
        self, platform: Platform
    ) -> None:
        await sign_up(platform, "admin@example.org")
        token = await newest_token(platform, "admin@example.org")
        for _ in range(2):
            await platform.registration.verify(token, password=PASSWORD, origin=ORIGIN)
        appointed = Noted(None, AuditKind.MODERATOR_APPOINTED, "Ada Lovelace", Way.ADMIN_ADDRESS)
        assert await noted(platform) == [appointed]

    async def test_nobody_else_who_verifies_an_address_is(self, platform: Platform) -> None:
        await sign_up(platform, "ada@example.org")
        token = await newest_token(platform, "ada@example.org")
        await platform.registration.verify(token, password=PASSWORD, origin=ORIGIN)
        assert not await noted(platform)

    async def test_signing_in_is_noted_of_them_alone(self, platform: Platform) -> None:
        await enter(platform, email="ada@example.org")
        await enter(platform, "Clara", email="clara@example.org", moderator=True)
        await sign_in(platform, "ada@example.org", OWN)
        await sign_in(platform, "clara@example.org", "password of Clara")
        assert await noted(platform) == [own(AuditKind.MODERATOR_SIGNED_IN, "Clara", Way.PASSWORD)]


class TestSecurity:
    async def test_a_password_that_is_changed_is_noted(self, platform: Platform) -> None:
        ada = await enter(platform)
        with pytest.raises(WrongPassword):
            await platform.passwords.change(ada, current="wrong", new=PASSWORD)
        assert not await noted(platform)
        await platform.passwords.change(ada, current=OWN, new=PASSWORD)
        assert await noted(platform) == [own(AuditKind.PASSWORD_CHANGED)]

    async def test_a_password_that_is_reset_is_noted(self, platform: Platform) -> None:
        await enter(platform, email="ada@example.org")
        await platform.passwords.request_reset("ada@example.org", origin=ORIGIN)
        assert not await noted(platform)
        token = await newest_token(platform, "ada@example.org")
        await platform.passwords.reset(token=token, new=PASSWORD, origin=ORIGIN)
        assert await noted(platform) == [own(AuditKind.PASSWORD_RESET)]

    async def test_a_move_is_noted_when_it_is_made_and_who_is_erased_by_it(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        await enter(platform, "Bob", email="admin@example.org", state=AccountState.UNVERIFIED)
        await platform.registration.move(ada, email="admin@example.org", password=OWN)
        assert not await noted(platform)
        token = await newest_token(platform, "admin@example.org")
        await platform.registration.confirm_move(token, password=OWN, origin=ORIGIN)
        assert await noted(platform) == [
            Noted(None, AuditKind.ACCOUNT_ERASED, "somebody erased"),
            own(AuditKind.EMAIL_CHANGED),
            Noted(None, AuditKind.MODERATOR_APPOINTED, "Ada Lovelace", Way.ADMIN_ADDRESS),
        ]

    async def test_sessions_that_are_ended_by_hand_are_noted(self, platform: Platform) -> None:
        ada = await enter(platform, email="ada@example.org")
        other = await sign_in(platform, "ada@example.org", OWN)
        await platform.sessions.end(ada, other.id)
        with pytest.raises(NotFound):
            await platform.sessions.end(ada, other.id)
        await platform.sessions.end_others(ada)
        await platform.sessions.sign_out(ada)
        assert await noted(platform) == [own(AuditKind.SESSION_ENDED), own(AuditKind.SESSIONS_ENDED)]

    async def test_what_is_taken_along_is_noted_in_it_too(self, platform: Platform) -> None:
        ada = await enter(platform)
        [entry] = (await take_along(platform, ada)).log
        assert (entry.kind, entry.mine) == (AuditKind.EXPORT_TAKEN, True)
        assert await noted(platform) == [own(AuditKind.EXPORT_TAKEN)]

    async def test_an_account_that_is_erased_is_noted_and_whose_it_was_is_not(
        self, platform: Platform
    ) -> None:
        ada = await enter(platform, email="ada@example.org")
        await take_along(platform, ada)
        await platform.privacy.erase(ada, password=OWN)
        kinds = (AuditKind.EXPORT_TAKEN, AuditKind.ACCOUNT_ERASED)
        assert await noted(platform) == [own(kind, "somebody erased") for kind in kinds]
        kept = await platform.storage.everything_kept()
        assert not [word for word in (str(ada.account), "Lovelace", "ada@") if word in kept]


class TestRefusedSignIns:
    async def tried(self, platform: Platform, address: str, times: int) -> None:
        for _ in range(times):
            with suppress(WrongCredentials, TooMany):
                await sign_in(platform, address, "a guess")

    @pytest.mark.parametrize(
        ("address", "whose"), [("ada@example.org", "Ada Lovelace"), ("nobody@example.org", None)]
    )
    async def test_are_noted_once_somebody_tries_too_often_and_of_nobody_too(
        self, platform: Platform, address: str, whose: str | None
    ) -> None:
        await enter(platform, email="ada@example.org")
        await self.tried(platform, address, 5)
        assert not await noted(platform)
        refused = Noted(None, AuditKind.SIGN_IN_REFUSED, whose)
        await self.tried(platform, address, 5)
        assert await noted(platform) == [refused]
        platform.clock.advance(timedelta(minutes=15))
        await self.tried(platform, address, 12)
        assert await noted(platform) == [refused] * 2

    async def test_of_however_many_addresses_fill_no_log(self, platform: Platform) -> None:
        rate = throttling.REFUSALS_NOTED_ALTOGETHER
        for _ in range(rate.times):
            await platform.storage.throttle.take("sign-ins-refused:", rate)
        await self.tried(platform, "nobody@example.org", 10)
        assert not await noted(platform)
        platform.clock.advance(timedelta(minutes=15))
        await self.tried(platform, "nobody@example.org", 10)
        assert len(await noted(platform)) == 1


async def test_only_moderators_read_it_and_a_group_by_itself(platform: Platform) -> None:
    clara, ada = await enter(platform, "Clara", moderator=True), await enter(platform)
    await take_along(platform, ada)
    await platform.moderation.suspend(clara, ada.account, SUSPENSION)
    both = [AuditKind.EXPORT_TAKEN, AuditKind.ACCOUNT_SUSPENDED]
    for group, kinds in ((None, both), (AuditGroup.SECURITY, both[:1]), (AuditGroup.MODERATION, both[1:])):
        read = (await platform.moderation.log(clara, Slice(), group)).items
        assert {one.kind for one in read} == set(kinds)
    for nobody in (ada, None):
        with pytest.raises((NotModerator, NotSignedIn)):
            await platform.moderation.log(nobody, Slice())


@pytest.mark.parametrize("kept", [KEPT, timedelta(days=30)])
async def test_entries_go_when_the_operator_does_not_want_them_any_more(kept: timedelta) -> None:
    platform = Platform(MemoryStorage(), policy=replace(POLICY, audit_kept=kept))
    await take_along(platform, await enter(platform))
    platform.clock.advance(kept - timedelta(microseconds=1))
    await platform.housekeeping.purge()
    assert await noted(platform)
    platform.clock.advance(timedelta(microseconds=1))
    await platform.housekeeping.purge()
    assert not await noted(platform)


async def test_the_operator_reads_all_of_a_time(platform: Platform) -> None:
    ada = await enter(platform)
    beginning = platform.clock.now()
    for _ in range(150):
        await platform.sessions.end_others(ada)
        platform.clock.advance(timedelta(minutes=1))
    since, until = beginning + timedelta(minutes=10), beginning + timedelta(minutes=140)
    read = [one.at async for one in platform.operating.log(since=since, until=until)]
    assert read == [beginning + timedelta(minutes=count) for count in range(10, 140)]
    assert len([one async for one in platform.operating.log()]) == 150


async def test_who_is_appointed_by_command_is_noted_once(platform: Platform) -> None:
    await enter(platform, email="ada@example.org")
    for _ in range(2):
        await platform.operating.appoint("ada@example.org")
    assert present(await account_at(platform, "ada@example.org")).moderator
    appointed = Noted(None, AuditKind.MODERATOR_APPOINTED, "Ada Lovelace", Way.COMMAND)
    assert await noted(platform) == [appointed]
