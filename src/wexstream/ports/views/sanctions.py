"""Warnings and suspensions, as the one sees them whom they are about."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.ids import SanctionId
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.sanction import Outcome, Sanction


@dataclass(slots=True, kw_only=True)
class OwnAppeal:
    """What somebody said against a decision, and what the moderators answered."""

    text: str
    made_at: datetime
    outcome: Outcome | None
    answer: str | None
    settled_at: datetime | None


@dataclass(slots=True, kw_only=True)
class OwnSanction:
    """A warning or suspension as the one sees it whom it is about: not who complained, nor who decided.

    ``lifted_at`` tells since when it holds no more.
    """

    id: SanctionId
    decision: Decision
    words: str | None
    decided_at: datetime
    until: datetime | None
    lifted_at: datetime | None
    appealable: bool
    appeal: OwnAppeal | None


def own_sanction(sanction: Sanction) -> OwnSanction:
    """Show a sanction to the one whom it is about."""
    appeal = sanction.appeal
    return OwnSanction(
        id=sanction.id,
        decision=sanction.decision,
        words=sanction.words,
        decided_at=sanction.decided_at,
        until=sanction.until,
        lifted_at=sanction.lifted_at,
        appealable=sanction.may_be_appealed,
        appeal=OwnAppeal(
            text=appeal.text,
            made_at=appeal.made_at,
            outcome=appeal.outcome,
            answer=appeal.answer,
            settled_at=appeal.settled_at,
        )
        if appeal
        else None,
    )
