"""What has happened in a moment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.entrypoints.events.stream import Stream
from wexstream.ports.push import Topic


def _nothing() -> defaultdict[AccountId, set[Topic]]:
    return defaultdict(set)


@dataclass(slots=True)
class Moment:
    """What is to be asked of the database, and what is to be told.

    ``sessions`` are the accounts whose sessions may have ended, ``speakers`` those of whom something has
    reached their network, ``company`` those of whom it is not known, or not any more, what is live for them;
    ``topics`` are to be told, ``beginning`` are streams to which everything is.
    """

    sessions: set[AccountId] = field(default_factory=set)
    speakers: set[AccountId] = field(default_factory=set)
    conferences: set[ConferenceId] = field(default_factory=set)
    company: set[AccountId] = field(default_factory=set)
    topics: defaultdict[AccountId, set[Topic]] = field(default_factory=_nothing)
    beginning: set[Stream] = field(default_factory=set)

    def tell(self, accounts: Iterable[AccountId], *topics: Topic) -> None:
        """Have accounts told to look again at topics."""
        for account in accounts:
            self.topics[account].update(topics)

    def add(self, other: "Moment") -> None:
        """Have done what is left of another."""
        self.sessions |= other.sessions
        self.speakers |= other.speakers
        self.conferences |= other.conferences
        self.company |= other.company
        self.beginning |= other.beginning
        for account, topics in other.topics.items():
            self.topics[account] |= topics
