"""What the people of the demo broadcast: last weeks' conferences, those of now, and those for later."""

from dataclasses import dataclass
from datetime import timedelta

from wexstream.domain.model.conference import Visibility
from wexstream.domain.usecases.conferences import ConferenceDraft

PUBLIC, PRIVATE = Visibility.PUBLIC, Visibility.PRIVATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """A conference: how long ago it went live, and for how long; without the latter it still is.

    ``came`` are the people who joined, a minute after each other.
    """

    speaker: str
    title: str
    began: timedelta
    came: str
    visibility: Visibility = PRIVATE
    description: str | None = None
    lasted: timedelta | None = None

    @property
    def draft(self) -> ConferenceDraft:
        """What the speaker gave."""
        return ConferenceDraft(title=self.title, description=self.description, visibility=self.visibility)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A conference that was created for later, some time ago."""

    speaker: str
    created: timedelta
    draft: ConferenceDraft


def _ago(days: float = 0, hours: float = 0, minutes: float = 0) -> timedelta:
    return timedelta(days=days, hours=hours, minutes=minutes)


BROADCASTS = (
    Broadcast(
        speaker="amal",
        title="Poems for the end of summer time",
        began=_ago(days=24, hours=3),
        lasted=_ago(minutes=38),
        visibility=PUBLIC,
        came="clara farah peter bea samuel",
    ),
    Broadcast(
        speaker="amal",
        title="How a library decides what to throw away",
        description="With examples that hurt. Bring a book that you would not miss.",
        began=_ago(days=17, hours=1),
        lasted=_ago(minutes=54),
        visibility=PUBLIC,
        came="clara mireille zola bea samuel",
    ),
    Broadcast(
        speaker="farah",
        title="Where the river was: a walk with old maps",
        description="Seven maps of one town, from 1780 to last year. Questions at any time.",
        began=_ago(days=12, hours=5),
        lasted=_ago(hours=1, minutes=10),
        visibility=PUBLIC,
        came="clara amal zola rui",
    ),
    Broadcast(
        speaker="hassan",
        title="One cheap microphone, used well",
        began=_ago(days=9, hours=2),
        lasted=_ago(minutes=41),
        visibility=PUBLIC,
        came="clara zola kofi yuki ines",
    ),
    Broadcast(
        speaker="amal",
        title="Sunday reading circle",
        description="Two chapters aloud, then tea.",
        began=_ago(days=7, minutes=20),
        lasted=_ago(hours=1, minutes=22),
        came="clara peter zola mireille",
    ),
    Broadcast(
        speaker="clara",
        title="What to do in a garden in the rain",
        description="Mostly tools, oil and a warm shed.",
        began=_ago(days=5, hours=3),
        lasted=_ago(minutes=47),
        visibility=PUBLIC,
        came="noor amal bea peter tomasz",
    ),
    Broadcast(
        speaker="kofi",
        title="Twenty-one strings, from the first to the last",
        began=_ago(days=3, hours=4),
        lasted=_ago(minutes=33),
        visibility=PUBLIC,
        came="ines hassan clara",
    ),
    Broadcast(
        speaker="samuel",
        title="Anatomy, the night before",
        description="I ask, you answer. Then the other way round.",
        began=_ago(days=2, hours=6),
        lasted=_ago(hours=1, minutes=50),
        came="clara tomasz",
    ),
    Broadcast(
        speaker="zola",
        title="Choir rehearsal from four kitchens",
        description="Altos first. Headphones, please.",
        began=_ago(days=1, hours=1),
        lasted=_ago(hours=2, minutes=3),
        came="amal hassan farah ines mireille",
    ),
    Broadcast(
        speaker="tomasz",
        title="Polish for beginners, lesson 12",
        began=_ago(hours=9, minutes=30),
        lasted=_ago(hours=1, minutes=15),
        visibility=PUBLIC,
        came="clara yuki samuel mireille noor",
    ),
    Broadcast(
        speaker="noor",
        title="Garden plans for spring",
        description="What we sow in February, and who brings the seedlings. I share my screen with the plan "
        "of the beds.",
        began=_ago(hours=7, minutes=55),
        lasted=_ago(minutes=48),
        came="clara ines bea peter tomasz",
    ),
    Broadcast(
        speaker="yuki",
        title="Ask me anything about bees, before the winter",
        began=_ago(hours=1, minutes=12),
        visibility=PUBLIC,
        came="hassan rui tomasz noor bea",
    ),
    Broadcast(
        speaker="amal",
        title="Sunday reading circle: two chapters aloud, then tea",
        began=_ago(minutes=24),
        came="peter zola mireille farah",
    ),
    Broadcast(
        speaker="kofi",
        title="Tuning a kora, slowly",
        began=_ago(minutes=9),
        visibility=PUBLIC,
        came="ines samuel",
    ),
)

PLANS = (
    Plan(
        speaker="clara",
        created=_ago(days=1, hours=8),
        draft=ConferenceDraft(
            title="Pruning roses without fear",
            description="One cut, explained for half an hour.",
            visibility=PUBLIC,
        ),
    ),
    Plan(
        speaker="clara",
        created=_ago(hours=20),
        draft=ConferenceDraft(
            title="Seedlings: who has a window sill?",
            visibility=PRIVATE,
            password="forty tomatoes",  # noqa: S106 (it locks nothing but a demo)
        ),
    ),
    Plan(
        speaker="zola",
        created=_ago(hours=6),
        draft=ConferenceDraft(title="Thursday rehearsal, bars 24 to 48", visibility=PRIVATE),
    ),
)
