"""What people enter: any text at all, and the rules by which each field accepts it."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

import pytest
from hypothesis import strategies as st

from wexstream.domain.model import account, conference, message, moderation, sanction, text
from wexstream.domain.model.errors import Invalid

Rule: TypeAlias = Callable[[str], str | None]

_TRICKS = (
    "\0\t\n\r\x1b\x85\xa0\xad\u034f\u0301\u0344\u115f\u200b\u200d\u2028\u202e\u2066\u2800\u3000\u3164"
    "\ufeff\ufffe\ud800\udfff"
)
ANY_TEXT = st.text(
    st.characters() | st.sampled_from(_TRICKS) | st.sampled_from("aZé9ß @./:-'_%"), max_size=150
)
_LETTERS = st.characters(categories=["L", "M", "N"])
_WORDS = st.text(st.sampled_from("aZé9-_\u0301。") | _LETTERS, min_size=1, max_size=9)
_LABELS = st.text("aZ9ｘéäøжηあ", min_size=1, max_size=9)
_SPACES = st.text(st.sampled_from(" \n\t\u3000"), max_size=2)
LINES: dict[str, tuple[Rule, int]] = {
    "full_name": (account.full_name, 100),
    "title": (conference.title, 120),
    "subject": (message.subject, 200),
}
OPTIONAL_LINES: dict[str, tuple[Rule, int]] = {
    "bio": (account.bio, 100),
    "location": (account.location, 100),
}
PARAGRAPHS: dict[str, tuple[Rule, int]] = {
    "body": (message.body, 10_000),
    "reason": (moderation.reason, 2_000),
    "words": (sanction.words, 2_000),
}
OPTIONAL_PARAGRAPHS: dict[str, tuple[Rule, int]] = {"description": (conference.description, 2_000)}
LIMITED = LINES | OPTIONAL_LINES | PARAGRAPHS | OPTIONAL_PARAGRAPHS
ON_ONE_LINE = LINES | OPTIONAL_LINES
SECRETS: dict[str, Rule] = {
    "password": conference.lock,
    "new": partial(account.password, email="amal@example.org", name="Amal Haddad", field="new"),
}
NORMALISED: dict[str, Rule] = {field: rule for field, (rule, _) in LIMITED.items()} | {
    "email": text.email_address,
    "website": text.website,
    "time_zone": account.time_zone,
}
LIKELY: dict[str, st.SearchStrategy[str]] = dict.fromkeys(LIMITED, ANY_TEXT) | {
    "email": st.builds("{0}{1}@{2}.org{0}".format, _SPACES, st.from_regex(r"\A[a-zA-Z+]{1,9}\Z"), _LABELS),
    "website": st.builds("{0}HTTP://{1}.{1}/{2}{0}".format, _SPACES, _WORDS, _WORDS),
    "time_zone": st.from_regex(r"\A[A-Z][a-z]{3}(/[a-z]{3,8}){1,2}\Z"),
}
EVERY_FIELD = NORMALISED | SECRETS


def why_refused(rule: Callable[[str], object], value: str) -> tuple[str, str]:
    """Tell the one field that a rule finds at fault with a value, and the code of what is wrong with it."""
    with pytest.raises(Invalid) as refused:
        rule(value)
    (fault,) = refused.value.faults
    assert fault.message.endswith(".")
    return fault.field, fault.code
