"""Of what one is told by mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import account, notification
from wexstream.domain.model.account import MailChoices
from wexstream.domain.model.notification import NotificationKind, wants_mail

DECISIVE = {
    NotificationKind.CONNECTION_REQUESTED: MailChoices(
        requests=True, approvals=False, messages=False, live=False, finished=False
    ),
    NotificationKind.CONNECTION_APPROVED: MailChoices(
        requests=False, approvals=True, messages=False, live=False, finished=False
    ),
    NotificationKind.MESSAGE_RECEIVED: MailChoices(
        requests=False, approvals=False, messages=True, live=False, finished=False
    ),
    NotificationKind.CONFERENCE_LIVE: MailChoices(
        requests=False, approvals=False, messages=False, live=True, finished=False
    ),
    NotificationKind.CONFERENCE_FINISHED: MailChoices(
        requests=False, approvals=False, messages=False, live=False, finished=True
    ),
}
DECISIONS = set(NotificationKind) - set(DECISIVE)
CHOICES = st.builds(
    MailChoices,
    requests=st.booleans(),
    approvals=st.booleans(),
    messages=st.booleans(),
    live=st.booleans(),
    finished=st.booleans(),
)


@pytest.mark.parametrize("chosen", DECISIVE)
def test_who_chose_one_kind_of_mail_gets_that_and_no_other(chosen: NotificationKind) -> None:
    wanted = {kind for kind in DECISIVE if wants_mail(DECISIVE[chosen], kind)}
    assert wanted == {chosen}


@given(CHOICES, st.sampled_from(sorted(DECISIONS)))
def test_what_a_moderator_decides_comes_by_mail_always(choices: MailChoices, kind: NotificationKind) -> None:
    assert wants_mail(choices, kind)


def test_what_one_is_told_is_unread_at_first() -> None:
    assert not notification(account()).read
