"""Sanctions: warnings and suspensions, with the words that the person is told, and one appeal each."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from wexstream.domain.model import text
from wexstream.domain.model.errors import AlreadyAppealed, AlreadyResolved, NotInForce
from wexstream.domain.model.ids import AccountId, ReportId, SanctionId
from wexstream.domain.model.moderation import Decision

WORDS_LONGEST = 2_000
REPEATED_WITHIN = timedelta(minutes=1)
"""Who suspends again, in the same words and for as long, within this time has sent the same thing twice."""


class Term(StrEnum):
    """For how long an account is suspended."""

    DAY = "1-day"
    WEEK = "7-days"
    MONTH = "30-days"
    FOR_GOOD = "for-good"

    def end(self, begin: datetime) -> datetime | None:
        """Tell when it ends; None where it does not."""
        days = {Term.DAY: 1, Term.WEEK: 7, Term.MONTH: 30}.get(self)
        return begin + timedelta(days=days) if days else None


class Outcome(StrEnum):
    """What becomes of an appeal: the decision is upheld, or what was asked for is granted."""

    UPHELD = "upheld"
    GRANTED = "granted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a moderator decides, as it is entered: a warning bears words, a suspension a term too."""

    decision: Decision
    words: str | None = None
    term: Term | None = None

    def accepted(self) -> "Verdict":
        """Have it in the form in which it is kept. Raises Invalid."""
        wanted = {"words": self.decision is not Decision.DISMISS, "term": self.decision is Decision.SUSPEND}
        for field, given in (("words", self.words), ("term", self.term)):
            if given is not None and not wanted[field]:
                raise text.refuse(field, "unexpected", "Leave this out: it is not part of this decision.")
        if wanted["term"] and self.term is None:
            raise text.refuse("term", "required", "Say for how long.")
        return replace(self, words=words(self.words or "") if wanted["words"] else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a moderator makes of an appeal, and the words for it."""

    outcome: Outcome
    words: str

    def accepted(self) -> "Settlement":
        """Have it in the form in which it is kept. Raises Invalid."""
        return replace(self, words=words(self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """What a person says against a decision, and what became of that."""

    text: str
    made_at: datetime
    outcome: Outcome | None = None
    answer: str | None = None
    settled_by: AccountId | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """A warning, or a suspension with its term, of an account; on a report, or without one.

    It holds until it is lifted: restored, withdrawn, replaced by another, or its time over. Those from before
    words were asked for have none.
    """

    id: SanctionId
    account: AccountId
    decision: Decision
    words: str | None
    decided_at: datetime
    decided_by: AccountId | None
    term: Term | None = None
    report: ReportId | None = None
    lifted_at: datetime | None = None
    appeal: Appeal | None = None

    @property
    def until(self) -> datetime | None:
        """When it ends by itself, if it does."""
        return self.term.end(self.decided_at) if self.term else None

    @property
    def may_be_appealed(self) -> bool:
        """Whether it holds, and nothing was said against it yet."""
        return self.lifted_at is None and self.appeal is None

    @property
    def is_contested(self) -> bool:
        """Whether it holds, and an appeal against it is open."""
        return self.lifted_at is None and self.appeal is not None and self.appeal.outcome is None

    def says(self, verdict: Verdict, *, by: AccountId) -> bool:
        """Tell whether somebody has decided just this."""
        said = (self.decision, self.words, self.term, self.decided_by)
        return said == (verdict.decision, verdict.words, verdict.term, by)

    def is_repeated_by(self, verdict: Verdict, *, by: AccountId, at: datetime) -> bool:
        """Tell whether somebody decides just this anew so soon that it was sent twice."""
        return self.says(verdict, by=by) and at < self.decided_at + REPEATED_WITHIN

    def lift(self, *, at: datetime) -> "Sanction":
        """Let it hold no more; lifted already, nothing changes."""
        return self if self.lifted_at is not None else replace(self, lifted_at=at)

    def plead(self, plea: str, *, at: datetime) -> "Sanction":
        """Appeal against it, once. Raises Invalid, AlreadyAppealed, NotInForce."""
        accepted = text.paragraphs(plea, field="text", longest=WORDS_LONGEST)
        if self.appeal is not None:
            raise AlreadyAppealed
        if self.lifted_at is not None:
            raise NotInForce
        return replace(self, appeal=Appeal(text=accepted, made_at=at))

    def settle(self, appeal: Appeal, settlement: Settlement, *, by: AccountId, at: datetime) -> "Sanction":
        """Decide on its appeal; decided just so by the same one already, nothing changes.

        Granted, it is lifted. Raises AlreadyResolved, NotInForce.
        """
        settled = replace(
            appeal, outcome=settlement.outcome, answer=settlement.words, settled_by=by, settled_at=at
        )
        if appeal.outcome is not None:
            if replace(settled, settled_at=appeal.settled_at) != appeal:
                raise AlreadyResolved
            return self
        if self.lifted_at is not None:
            raise NotInForce
        granted = settlement.outcome is Outcome.GRANTED
        return replace(self, appeal=settled, lifted_at=at if granted else None)


def impose(
    verdict: Verdict,
    *,
    name: SanctionId,
    account: AccountId,
    by: AccountId,
    at: datetime,
    report: ReportId | None = None,
) -> Sanction:
    """Make a sanction of an accepted verdict."""
    return Sanction(
        id=name,
        account=account,
        decision=verdict.decision,
        words=verdict.words,
        term=verdict.term,
        decided_at=at,
        decided_by=by,
        report=report,
    )


def words(value: str) -> str:
    """Accept what a moderator tells somebody, 1 to 2,000 characters. Raises Invalid."""
    return text.paragraphs(value, field="words", longest=WORDS_LONGEST)
