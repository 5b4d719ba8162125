"""The statements of the reads, as Wexstream runs them: floor and peer run the same texts."""

from collections.abc import Mapping
from typing import Final

from wexstream.adapters.postgres.queries.accounts import VIEWER_OF_SESSION
from wexstream.adapters.postgres.queries.conferences import CONFERENCE_SHOWN, TIMELINE
from wexstream.adapters.postgres.queries.messages import MESSAGES
from wexstream.adapters.postgres.queries.notifications import COUNTERS, NOTIFICATIONS
from wexstream.adapters.postgres.queries.people import CONNECTIONS, FOUND, PROFILE
from wexstream.adapters.postgres.statements import Statement
from wexstream.domain.model.conference import ConferenceState
from wexstream.domain.model.relation import Standing

STATEMENTS: Final[Mapping[str, Statement]] = {
    "session": VIEWER_OF_SESSION,
    "timeline": TIMELINE[ConferenceState.FINISHED],
    "conference": CONFERENCE_SHOWN,
    "profile": PROFILE,
    "inbox": MESSAGES,
    "notifications": NOTIFICATIONS,
    "counters": COUNTERS,
    "connections": CONNECTIONS[Standing.CONNECTED],
    "search": FOUND,
}
