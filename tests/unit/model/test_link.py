"""What following the link of a mail does, and how often."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import account
from tests.support.builders import link as a_link
from tests.support.strategies import SPANS, TIMES
from wexstream.domain.model.errors import LinkExpired, LinkRefused, LinkUsed
from wexstream.domain.model.link import Link, LinkPurpose

INSTANT = timedelta(microseconds=1)
AMAL = account("Amal Haddad")
PURPOSES = st.sampled_from(LinkPurpose)
ONCE_ONLY = st.sampled_from([LinkPurpose.RESET, LinkPurpose.MOVE])
LINKS = st.builds(
    lambda purpose, ends, used, superseded: replace(
        a_link(AMAL, purpose, expires_at=ends), used_at=used, superseded=superseded
    ),
    PURPOSES,
    TIMES,
    st.none() | TIMES,
    st.booleans(),
)


@given(PURPOSES, TIMES, SPANS)
def test_a_link_works_until_it_expires_and_is_used_up_then(
    purpose: LinkPurpose, at: datetime, before_its_end: timedelta
) -> None:
    fresh = a_link(AMAL, purpose, expires_at=at + before_its_end + INSTANT)
    assert fresh.use(at=at) == replace(fresh, used_at=at)


@given(PURPOSES, TIMES, SPANS)
def test_from_its_end_on_it_is_too_old(purpose: LinkPurpose, ends: datetime, later: timedelta) -> None:
    old = a_link(AMAL, purpose, expires_at=ends)
    with pytest.raises(LinkExpired):
        old.use(at=ends + later)


@given(LINKS, TIMES)
def test_unused_once_a_newer_one_was_sent_it_is_too_old(link: Link, at: datetime) -> None:
    with pytest.raises(LinkExpired):
        replace(link, superseded=True, used_at=None).use(at=at)


@given(ONCE_ONLY, TIMES, TIMES)
def test_used_it_says_so_even_once_it_was_put_out_of_use(
    purpose: LinkPurpose, at: datetime, used: datetime
) -> None:
    link = a_link(AMAL, purpose, expires_at=at + INSTANT)
    with pytest.raises(LinkUsed):
        replace(link, used_at=used, superseded=True).use(at=at)


@given(ONCE_ONLY, TIMES, TIMES)
def test_what_resets_or_moves_works_once_strictly(purpose: LinkPurpose, at: datetime, used: datetime) -> None:
    link = replace(a_link(AMAL, purpose, expires_at=at + INSTANT), used_at=used)
    with pytest.raises(LinkUsed):
        link.use(at=at)


@given(TIMES, TIMES)
def test_what_verified_before_its_end_says_so_again(at: datetime, used: datetime) -> None:
    link = replace(a_link(AMAL, LinkPurpose.VERIFY, expires_at=at + INSTANT), used_at=used)
    assert link.use(at=at) == link


@given(LINKS, TIMES)
def test_a_link_works_exactly_where_using_it_would_use_it_up(link: Link, at: datetime) -> None:
    try:
        used_up = link.use(at=at) != link
    except LinkRefused:
        used_up = False
    assert link.works(at=at) == used_up
