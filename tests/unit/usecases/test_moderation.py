"""What moderators make of complaints."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from tests.support import builders
from tests.support.acting import (
    NOBODY,
    ORIGIN,
    account_of,
    broadcast,
    enter,
    kinds_told,
    mailed_to,
    newest_token,
    present_in,
    sessions_of,
    sign_in,
    sign_up,
    told,
)
from tests.support.clock import NOW
from tests.support.images import encoded, upload
from tests.support.meanwhile import overtaken
from tests.support.platform import Platform
from tests.support.verdicts import DISMISSAL, OF_A_WEEK, SUSPENSION, WARNING, WORDS
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.errors import (
    AlreadyResolved,
    Invalid,
    NotFound,
    NotModerator,
    NotSignedIn,
    NotSuspended,
    OwnAccount,
)
from wexstream.domain.model.ids import ReportId
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.sanction import Verdict
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.entrance import SuspendedSignIn
from wexstream.domain.usecases.reporting import Complaint
from wexstream.ports import views

PICTURE = encoded(Image.new("RGB", (300, 300), "teal"), "PNG")


async def people(platform: Platform) -> tuple[Viewer, Viewer, Viewer]:
    """A moderator, one who complains, and one who is complained about."""
    return (
        await enter(platform, "Clara", moderator=True),
        await enter(platform),
        await enter(platform, "Bob", email="bob@example.org"),
    )


async def complain(platform: Platform, reporter: Viewer, accused: Viewer) -> ReportId:
    complaint = Complaint(reason="He is rude.")
    return await platform.reporting.report_account(reporter, accused.account, complaint)


async def reports(platform: Platform, moderator: Viewer, *, resolved: bool) -> list[views.Report]:
    return (await platform.moderation.list(moderator, Slice(), resolved=resolved)).items


class TestDeciding:
    async def test_is_noted_with_who_and_when(self, platform: Platform) -> None:
        clara, ada, bob = await people(platform)
        report = await complain(platform, ada, bob)
        [case] = await reports(platform, clara, resolved=False)
        assert (case.id, case.reporter.full_name, case.accused.full_name) == (report, "Ada Lovelace", "Bob")
        for _ in range(2):
            await platform.moderation.resolve(clara, report, DISMISSAL)
            assert not await reports(platform, clara, resolved=False)
            [closed] = await reports(platform, clara, resolved=True)
            assert (closed.decision, closed.decided_at) == (Decision.DISMISS, NOW)
            assert closed.decided_by is not None
            assert closed.decided_by.full_name == "Clara"
        for other in (WARNING, SUSPENSION):
            with pytest.raises(AlreadyResolved):
                await platform.moderation.resolve(clara, report, other)
        assert not await kinds_told(platform, bob)

    async def test_to_warn_tells_the_accused_once_on_the_page_and_by_mail(self, platform: Platform) -> None:
        clara, ada, bob = await people(platform)
        report = await complain(platform, ada, bob)
        for _ in range(2):
            await platform.moderation.resolve(clara, report, WARNING)
        assert await kinds_told(platform, bob) == ["moderator-warned"]
        assert await mailed_to(platform, bob) == ["moderator-warned"]
        assert not await kinds_told(platform, ada)

    async def test_to_warn_says_why(self, platform: Platform) -> None:
        clara, ada, bob = await people(platform)
        await platform.moderation.resolve(clara, await complain(platform, ada, bob), WARNING)
        [one] = await told(platform, bob)
        assert one.sanction is not None
        assert (one.sanction.words, one.sanction.appealable, one.actor) == (WORDS, True, None)
        await mailed_to(platform, bob)
        [mail] = await platform.mails_to("bob@example.org")
        assert f"> {WORDS}" in mail.text
        assert "Clara" not in mail.text
        [closed] = await reports(platform, clara, resolved=True)
        assert (closed.words, closed.until) == (WORDS, None)

    async def test_anew_in_other_words_or_by_another_is_refused(self, platform: Platform) -> None:
        clara, ada, bob = await people(platform)
        tom = await enter(platform, "Tom", moderator=True)
        report = await complain(platform, ada, bob)
        await platform.moderation.resolve(clara, report, SUSPENSION)
        for moderator, verdict in (
            (clara, replace(SUSPENSION, words="Other words.")),
            (clara, OF_A_WEEK),
            (tom, SUSPENSION),
        ):
            with pytest.raises(AlreadyResolved):
                await platform.moderation.resolve(moderator, report, verdict)
        await platform.moderation.resolve(clara, report, SUSPENSION)

    async def test_shows_how_many_others_are_open_about_the_same_one(self, platform: Platform) -> None:
        clara, ada, bob = await people(platform)
        first, second = await complain(platform, ada, bob), await complain(platform, ada, bob)
        await complain(platform, bob, ada)
        shown = {case.id: case.others_open for case in await reports(platform, clara, resolved=False)}
        assert (shown[first], shown[second], sum(shown.values())) == (1, 1, 2)
        await platform.moderation.resolve(clara, first, DISMISSAL)
        assert not any(case.others_open for case in await reports(platform, clara, resolved=False))
        [closed] = await reports(platform, clara, resolved=True)
        assert closed.others_open == 1

    async def test_wants_words_and_a_term(self, platform: Platform) -> None:
        clara, ada, bob = await people(platform)
        report = await complain(platform, ada, bob)
        for verdict in (replace(WARNING, words=" "), replace(SUSPENSION, term=None)):
            with pytest.raises(Invalid):
                await platform.moderation.resolve(clara, report, verdict)
        with pytest.raises(Invalid):
            await platform.moderation.suspend(clara, bob.account, replace(SUSPENSION, words=None))

    async def test_is_helped_by_the_picture_that_is_evidence(self, platform: Platform) -> None:
        clara, ada, bob = await people(platform)
        bare = await complain(platform, ada, bob)
        await platform.accounts.set_picture(bob, upload(PICTURE))
        shown = await complain(platform, ada, bob)
        await platform.accounts.remove_picture(bob)
        await platform.run_jobs()
        assert await platform.moderation.picture(clara, shown)
        for report in (bare, ReportId(builders.IDS.new())):
            with pytest.raises(NotFound):
                await platform.moderation.picture(clara, report)
        with pytest.raises(NotModerator):
            await platform.moderation.picture(ada, shown)

    async def test_to_suspend_suspends(self, platform: Platform) -> None:
        clara, ada, bob = await people(platform)
        await platform.moderation.resolve(clara, await complain(platform, ada, bob), SUSPENSION)
        assert (await account_of(platform, bob)).state is AccountState.SUSPENDED
        assert await mailed_to(platform, bob) == ["suspended-for-good"]

    @pytest.mark.parametrize("verdict", [WARNING, SUSPENSION])
    async def test_about_who_is_gone_closes_the_case(self, platform: Platform, verdict: Verdict) -> None:
        clara, ada, bob = await people(platform)
        report = await complain(platform, ada, bob)
        await platform.privacy.erase(bob, password="password of Bob")
        await platform.moderation.resolve(clara, report, verdict)
        [closed] = await reports(platform, clara, resolved=True)
        assert (closed.decision, closed.accused.id) == (verdict.decision, None)

    async def test_in_ones_own_case_is_refused(self, platform: Platform) -> None:
        clara, ada, _ = await people(platform)
        with pytest.raises(OwnAccount):
            await platform.moderation.resolve(clara, await complain(platform, ada, clara), DISMISSAL)

    async def test_on_what_is_no_report_is_refused(self, platform: Platform) -> None:
        clara, _, _ = await people(platform)
        with pytest.raises(NotFound):
            await platform.moderation.resolve(clara, ReportId(builders.IDS.new()), WARNING)

    async def test_is_not_for_who_is_erased_at_the_same_time(self, platform: Platform) -> None:
        clara, ada, bob = await people(platform)
        report = await complain(platform, ada, bob)
        with pytest.raises(NotSignedIn):
            await overtaken(
                platform,
                platform.moderation.resolve(clara, report, WARNING),
                by=lambda tx: tx.accounts.erase(clara.account),
            )


class TestSuspending:
    async def test_ends_sessions_conferences_and_presences(self, platform: Platform) -> None:
        clara, ada, bob = await people(platform)
        own, other = (
            await broadcast(platform, bob, Visibility.PUBLIC),
            await broadcast(platform, ada, Visibility.PUBLIC),
        )
        await platform.rooms.join(bob, other)
        for _ in range(2):
            await platform.moderation.suspend(clara, bob.account, SUSPENSION)
        suspended = await account_of(platform, bob)
        assert (suspended.state, suspended.suspended_at) == (AccountState.SUSPENDED, NOW)
        assert not await sessions_of(platform, bob)
        assert await present_in(platform, other) == {ada.account}
        assert not await present_in(platform, own)
        with pytest.raises(NotFound):
            await platform.conferences.show(ada, own)
        assert await mailed_to(platform, bob) == ["suspended-for-good"]

    async def test_is_undone_by_restoring_with_its_ban(self, platform: Platform) -> None:
        clara, ada, bob = await people(platform)
        own = await broadcast(platform, bob, Visibility.PUBLIC)
        await platform.moderation.suspend(clara, bob.account, SUSPENSION)
        with pytest.raises(SuspendedSignIn) as leaving:
            await sign_in(platform, "bob@example.org", "password of Bob")
        await platform.moderation.restore(clara, bob.account)
        assert await platform.sessions.recognise(platform.sessions.token(leaving.value.session)) is None
        assert (await platform.conferences.show(ada, own)).state is ConferenceState.FINISHED
        assert await kinds_told(platform, bob) == ["account-restored"]
        await sign_in(platform, "bob@example.org", "password of Bob")
        await platform.privacy.erase(bob, password="password of Bob")
        assert await sign_up(platform, "bob@example.org", "Bob") is not None
        with pytest.raises(NotFound):
            await platform.moderation.restore(clara, bob.account)

    async def test_undone_leads_back_to_where_it_was(self, platform: Platform) -> None:
        clara, _, bob = await people(platform)
        unverified = await enter(platform, "Eve", state=AccountState.UNVERIFIED)
        for who, state in ((bob, AccountState.ACTIVE), (unverified, AccountState.UNVERIFIED)):
            await platform.moderation.suspend(clara, who.account, SUSPENSION)
            await platform.moderation.restore(clara, who.account)
            assert (await account_of(platform, who)).state is state
            with pytest.raises(NotSuspended):
                await platform.moderation.restore(clara, who.account)

    async def test_is_told_by_mail_unless_it_was_undone_by_then(self, platform: Platform) -> None:
        clara, _, bob = await people(platform)
        await platform.moderation.suspend(clara, bob.account, SUSPENSION)
        await platform.moderation.restore(clara, bob.account)
        assert await mailed_to(platform, bob) == ["account-restored"]

    async def test_works_on_other_moderators_and_who_blocks_them_but_not_on_oneself(
        self, platform: Platform
    ) -> None:
        clara, ada, bob = await people(platform)
        other = await enter(platform, "Tom", moderator=True)
        await platform.connections.block(bob, clara.account)
        for who in (bob, other):
            await platform.moderation.suspend(clara, who.account, SUSPENSION)
            assert (await account_of(platform, who)).state is AccountState.SUSPENDED
        with pytest.raises(OwnAccount):
            await platform.moderation.suspend(clara, clara.account, SUSPENSION)
        with pytest.raises(OwnAccount):
            await platform.moderation.restore(clara, clara.account)
        with pytest.raises(NotFound):
            await platform.moderation.suspend(clara, NOBODY, SUSPENSION)
        with pytest.raises(NotFound):
            await platform.moderation.restore(clara, NOBODY)
        with pytest.raises(NotModerator):
            await platform.moderation.suspend(ada, bob.account, SUSPENSION)

    async def test_puts_the_account_among_the_suspended_until_it_is_restored(
        self, platform: Platform
    ) -> None:
        clara, ada, bob = await people(platform)
        for who in (ada, bob):
            await platform.moderation.suspend(clara, who.account, SUSPENSION)
            platform.clock.advance(timedelta(minutes=1))
        await platform.moderation.suspend(clara, ada.account, SUSPENSION)
        page = await platform.moderation.list_suspended(clara, Slice())
        since = [(row.id, row.suspended_at) for row in page.items]
        assert since == [(bob.account, NOW + timedelta(minutes=1)), (ada.account, NOW)]
        await platform.moderation.restore(clara, bob.account)
        page = await platform.moderation.list_suspended(clara, Slice())
        assert [row.id for row in page.items] == [ada.account]

    async def test_lets_a_new_password_be_asked_for(self, platform: Platform) -> None:
        clara, _, bob = await people(platform)
        await platform.moderation.suspend(clara, bob.account, SUSPENSION)
        await platform.passwords.request_reset("bob@example.org", origin=ORIGIN)
        assert await newest_token(platform, "bob@example.org")


async def test_only_moderators_see_reports(platform: Platform) -> None:
    _, ada, bob = await people(platform)
    report = await complain(platform, ada, bob)
    with pytest.raises(NotModerator):
        await platform.moderation.list(ada, Slice(), resolved=False)
    with pytest.raises(NotModerator):
        await platform.moderation.resolve(ada, report, WARNING)
