"""What moderators decide, where the words do not matter: to the use cases, and over HTTP."""

from typing import Any, Final

from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.sanction import Term, Verdict

WORDS: Final = "Be kind to one another."
DISMISSAL: Final = Verdict(decision=Decision.DISMISS)
WARNING: Final = Verdict(decision=Decision.WARN, words=WORDS)
SUSPENSION: Final = Verdict(decision=Decision.SUSPEND, words=WORDS, term=Term.FOR_GOOD)
OF_A_WEEK: Final = Verdict(decision=Decision.SUSPEND, words=WORDS, term=Term.WEEK)
SUSPENDING: Final = {"words": WORDS, "term": "for-good"}
DECIDING: Final[dict[str, dict[str, Any]]] = {
    "dismiss": {"decision": "dismiss"},
    "warn": {"decision": "warn", "words": WORDS},
    "suspend": {"decision": "suspend", **SUSPENDING},
}
