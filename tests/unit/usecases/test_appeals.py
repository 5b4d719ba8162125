"""What people say against decisions about them, and what moderators make of that."""

from dataclasses import replace

import pytest

from tests.support import builders
from tests.support.acting import account_of, enter, kinds_told, mailed, mailed_to, sign_in, told
from tests.support.platform import Platform
from tests.support.verdicts import OF_A_WEEK, SUSPENSION, WARNING, WORDS
from wexstream.domain.model import throttling
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.errors import (
    AlreadyAppealed,
    AlreadyResolved,
    Invalid,
    NotFound,
    NotInForce,
    NotModerator,
    NotSignedIn,
    OwnAccount,
    OwnDecision,
    TooMany,
)
from wexstream.domain.model.ids import SanctionId
from wexstream.domain.model.moderation import TOLD_EVERY
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.sanction import Outcome, Settlement, Verdict
from wexstream.domain.model.visibility import Role, Viewer
from wexstream.domain.usecases.entrance import SuspendedSignIn
from wexstream.domain.usecases.reporting import Complaint
from wexstream.ports import views

ADMIN = "admin@example.org"
GRANTED = Settlement(outcome=Outcome.GRANTED, words=" We were wrong. ")
UPHELD = Settlement(outcome=Outcome.UPHELD, words="It stays.")


class Case:
    """Clara decides, Tom is another moderator, and Bob is the one whom it is about."""

    def __init__(self, platform: Platform, clara: Viewer, tom: Viewer, bob: Viewer) -> None:
        self.platform = platform
        self.clara, self.tom, self.bob = clara, tom, bob

    async def own(self) -> list[views.OwnSanction]:
        return (await self.platform.appeals.list_own(self.bob, Slice())).items

    async def sanction(self) -> SanctionId:
        return (await self.own())[0].id

    async def appeals(self, *, settled: bool = False) -> list[views.Appeal]:
        return (await self.platform.appeals.list(self.tom, Slice(), settled=settled)).items

    async def appeal(self) -> SanctionId:
        """Appeal against the newest decision."""
        name = await self.sanction()
        await self.platform.appeals.appeal(self.bob, name, " It was not me. ")
        return name


@pytest.fixture
async def case(platform: Platform) -> Case:
    bob = await enter(platform, "Bob", email="bob@example.org")
    clara, tom = [await enter(platform, name, moderator=True) for name in ("Clara", "Tom")]
    return Case(platform, clara, tom, bob)


async def warn(case: Case) -> None:
    reporter = await enter(case.platform)
    complaint = Complaint(reason="He is rude.")
    report = await case.platform.reporting.report_account(reporter, case.bob.account, complaint)
    await case.platform.moderation.resolve(case.clara, report, WARNING)


async def suspend(case: Case, verdict: Verdict = OF_A_WEEK) -> None:
    """Suspend Bob, who signs in to what is left him."""
    await case.platform.moderation.suspend(case.clara, case.bob.account, verdict)
    with pytest.raises(SuspendedSignIn) as leaving:
        await sign_in(case.platform, "bob@example.org", "password of Bob")
    case.bob = replace(case.bob, role=Role.SUSPENDED, session=leaving.value.session.id)


class TestAppealing:
    async def test_a_warning_puts_it_before_the_moderators_with_the_case(self, case: Case) -> None:
        await warn(case)
        name = await case.appeal()
        [shown] = await case.appeals()
        assert (shown.id, shown.text, shown.words) == (name, "It was not me.", WORDS)
        assert (shown.account.full_name, shown.reason) == ("Bob", "He is rude.")
        assert shown.evidence is not None
        assert shown.decided_by is not None
        assert (shown.decided_by.full_name, shown.own) == ("Clara", False)
        [own] = (await case.platform.appeals.list(case.clara, Slice(), settled=False)).items
        assert own.own
        assert not await case.appeals(settled=True)

    async def test_a_suspension_works_while_it_lasts(self, case: Case) -> None:
        await suspend(case)
        await case.appeal()
        [shown] = await case.appeals()
        assert (shown.report, shown.evidence, shown.until) == (None, None, (await case.own())[0].until)

    async def test_is_done_once_for_each_decision(self, case: Case) -> None:
        await suspend(case)
        name = await case.appeal()
        with pytest.raises(AlreadyAppealed):
            await case.appeal()
        await suspend(case, SUSPENSION)
        newer = await case.appeal()
        assert newer != name
        assert [one.id for one in await case.appeals()] == [newer]

    async def test_what_is_over_or_somebody_elses_is_refused(self, case: Case) -> None:
        await suspend(case)
        name = await case.sanction()
        await case.platform.moderation.restore(case.clara, case.bob.account)
        with pytest.raises(NotInForce):
            await case.platform.appeals.appeal(case.bob, name, "Why?")
        for other in (name, SanctionId(builders.IDS.new())):
            with pytest.raises(NotFound):
                await case.platform.appeals.appeal(case.tom, other, "Why?")

    async def test_is_for_who_is_signed_in_and_says_something(self, case: Case) -> None:
        await warn(case)
        name = await case.sanction()
        with pytest.raises(NotSignedIn):
            await case.platform.appeals.appeal(None, name, "Why?")
        with pytest.raises(NotSignedIn):
            await case.platform.appeals.list_own(None, Slice())
        with pytest.raises(Invalid):
            await case.platform.appeals.appeal(case.bob, name, " ")

    async def test_is_told_to_the_operator_once_in_a_while_without_a_word_of_it(self, case: Case) -> None:
        await suspend(case)
        await case.appeal()
        assert not await mailed(case.platform, ADMIN)
        case.platform.clock.advance(TOLD_EVERY)
        assert await mailed(case.platform, ADMIN) == ["appeal"]
        [mail] = await case.platform.mails_to(ADMIN)
        assert mail.links[0].endswith("/moderation?tab=appeals")
        assert "Bob" not in mail.text
        assert "not me" not in mail.text

    async def test_is_not_told_once_it_is_answered(self, case: Case) -> None:
        await suspend(case)
        name = await case.appeal()
        await case.platform.appeals.settle(case.tom, name, UPHELD)
        case.platform.clock.advance(TOLD_EVERY)
        assert not await mailed(case.platform, ADMIN)

    async def test_is_slowed_down(self, case: Case) -> None:
        nothing = SanctionId(builders.IDS.new())
        for _ in range(throttling.APPEAL_PER_ACCOUNT.times):
            with pytest.raises(NotFound):
                await case.platform.appeals.appeal(case.bob, nothing, "Why?")
        with pytest.raises(TooMany):
            await case.platform.appeals.appeal(case.bob, nothing, "Why?")


class TestSettling:
    async def test_to_grant_a_suspended_one_restores_and_says_why(self, case: Case) -> None:
        await suspend(case)
        name = await case.appeal()
        for _ in range(2):
            await case.platform.appeals.settle(case.tom, name, GRANTED)
        assert (await account_of(case.platform, case.bob)).state is AccountState.ACTIVE
        await sign_in(case.platform, "bob@example.org", "password of Bob")
        [restored] = await told(case.platform, replace(case.bob, role=Role.ACTIVE))
        assert restored.kind == "account-restored"
        assert restored.sanction is not None
        assert restored.sanction.appeal is not None
        assert restored.sanction.appeal.answer == "We were wrong."
        await mailed_to(case.platform, case.bob)
        [mail] = await case.platform.mails_to("bob@example.org")
        assert "> We were wrong." in mail.text

    async def test_to_uphold_a_suspension_leaves_it_and_says_why_by_mail(self, case: Case) -> None:
        await suspend(case)
        await mailed_to(case.platform, case.bob)
        await case.platform.appeals.settle(case.tom, await case.appeal(), UPHELD)
        assert (await account_of(case.platform, case.bob)).state is AccountState.SUSPENDED
        assert await mailed_to(case.platform, case.bob) == ["suspended", "suspension-upheld"]
        assert "> It stays." in (await case.platform.mails_to("bob@example.org"))[-1].text
        [own] = await case.own()
        assert own.appeal is not None
        assert (own.appeal.outcome, own.appeal.answer) == (Outcome.UPHELD, "It stays.")

    @pytest.mark.parametrize(
        ("settlement", "kind"), [(GRANTED, "warning-withdrawn"), (UPHELD, "appeal-upheld")]
    )
    async def test_of_a_warning_is_told_with_the_words(
        self, case: Case, settlement: Settlement, kind: str
    ) -> None:
        await warn(case)
        await mailed_to(case.platform, case.bob)
        await case.platform.appeals.settle(case.tom, await case.appeal(), settlement)
        assert await kinds_told(case.platform, case.bob) == [kind, "moderator-warned"]
        assert await mailed_to(case.platform, case.bob) == ["moderator-warned", kind]
        answer = (await case.platform.mails_to("bob@example.org"))[-1].text
        assert f"> {settlement.words.strip()}" in answer
        [closed] = await case.appeals(settled=True)
        assert closed.settled_by is not None
        assert closed.settled_by.full_name == "Tom"
        assert not await case.appeals()

    async def test_is_not_for_who_decided_while_another_moderator_is_there(self, case: Case) -> None:
        await warn(case)
        name = await case.appeal()
        with pytest.raises(OwnDecision):
            await case.platform.appeals.settle(case.clara, name, UPHELD)
        await case.platform.moderation.suspend(case.clara, case.tom.account, SUSPENSION)
        await case.platform.appeals.settle(case.clara, name, UPHELD)

    async def test_is_not_for_the_one_whom_it_is_about(self, case: Case) -> None:
        await case.platform.moderation.suspend(case.clara, case.bob.account, SUSPENSION)
        await case.platform.moderation.restore(case.clara, case.bob.account)
        reporter = await enter(case.platform)
        complaint = Complaint(reason="He is rude.")
        report = await case.platform.reporting.report_account(reporter, case.tom.account, complaint)
        await case.platform.moderation.resolve(case.clara, report, WARNING)
        [own] = (await case.platform.appeals.list_own(case.tom, Slice())).items
        await case.platform.appeals.appeal(case.tom, own.id, "It was not me.")
        with pytest.raises(OwnAccount):
            await case.platform.appeals.settle(case.tom, own.id, GRANTED)
        await case.platform.appeals.settle(case.clara, own.id, GRANTED)  # nobody else is there to do it

    async def test_twice_in_two_ways_is_refused(self, case: Case) -> None:
        await suspend(case)
        name = await case.appeal()
        await case.platform.appeals.settle(case.tom, name, UPHELD)
        with pytest.raises(AlreadyResolved):
            await case.platform.appeals.settle(case.tom, name, GRANTED)

    async def test_what_was_restored_or_erased_meanwhile_is_refused(self, case: Case) -> None:
        await suspend(case)
        name = await case.appeal()
        await case.platform.moderation.restore(case.clara, case.bob.account)
        assert not await case.appeals()
        with pytest.raises(NotInForce):
            await case.platform.appeals.settle(case.tom, name, GRANTED)
        await case.platform.privacy.erase(case.bob, password="password of Bob")
        with pytest.raises(NotFound):
            await case.platform.appeals.settle(case.tom, name, GRANTED)

    async def test_what_nobody_appealed_against_is_refused(self, case: Case) -> None:
        await suspend(case)
        for name in (await case.sanction(), SanctionId(builders.IDS.new())):
            with pytest.raises(NotFound):
                await case.platform.appeals.settle(case.tom, name, GRANTED)
        with pytest.raises(Invalid):
            await case.platform.appeals.settle(case.tom, await case.sanction(), replace(GRANTED, words=""))

    async def test_and_seeing_appeals_is_for_moderators(self, case: Case) -> None:
        await warn(case)
        name = await case.appeal()
        with pytest.raises(NotModerator):
            await case.platform.appeals.settle(case.bob, name, GRANTED)
        with pytest.raises(NotModerator):
            await case.platform.appeals.list(case.bob, Slice(), settled=False)
