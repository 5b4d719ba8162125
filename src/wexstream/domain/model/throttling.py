"""How often what may be done: rates as a burst that refills evenly, and waits that grow with wrong tries."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Up to ``times`` at once; they come back evenly over ``per``."""

    times: int
    per: timedelta


FIRST_WAIT = timedelta(seconds=1)
FORGOTTEN_AFTER = timedelta(hours=1)
"""Without a wrong try for so long they are forgotten: longer than any wait, or one would wait for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """After ``free`` wrong tries one waits for a second, then twice as long each time, up to ``longest``.

    Tries that are under way are wrong until they are known to be right, so that nobody makes many at once.
    """

    free: int
    longest: timedelta

    def after(self, wrong: int) -> timedelta:
        """Tell how long one waits after so many wrong tries."""
        if wrong < self.free:
            return timedelta(0)
        wait = FIRST_WAIT
        for _ in range(wrong - self.free):
            if wait >= self.longest:
                break
            wait *= 2
        return min(wait, self.longest)

    @property
    def waits(self) -> tuple[timedelta, ...]:
        """How long one waits after no wrong try, after one, and so on; the last is that after any more."""
        waits = [self.after(0)]
        while waits[-1] < self.longest:
            waits.append(self.after(len(waits)))
        return tuple(waits)


CLOCKS_DIFFER = timedelta(minutes=1)
"""Clocks of servers differ by less: what is further ahead was counted before one stepped back."""

SIGN_IN_PER_ORIGIN = Rate(times=30, per=timedelta(minutes=5))
ATTEMPT_PER_ORIGIN = Rate(times=30, per=timedelta(minutes=5))
REFUSAL_NOTED_PER_ADDRESS = Rate(times=1, per=timedelta(minutes=15))
REFUSALS_NOTED_ALTOGETHER = Rate(times=500, per=timedelta(hours=1))  # each is kept for a year
CODE_PER_ACCOUNT = Rate(times=5, per=timedelta(minutes=10))
KEPT_CODE_PER_ACCOUNT = Rate(times=5, per=timedelta(minutes=10))
CODE_PER_TICKET = Rate(times=4, per=timedelta(hours=1))  # of which none comes back while the ticket is good
CHALLENGE_PER_ORIGIN = Rate(times=120, per=timedelta(minutes=5))  # each visit of the page asks for one
PASSKEY_PER_ACCOUNT = Rate(times=20, per=timedelta(hours=1))
SIGN_UP_PER_ORIGIN = Rate(times=20, per=timedelta(hours=1))
SIGN_UP_ALTOGETHER = Rate(times=1_000, per=timedelta(hours=1))
MAIL_PER_ADDRESS = Rate(times=5, per=timedelta(hours=1))
MAIL_PER_ADDRESS_AND_SENDER = Rate(times=1, per=timedelta(minutes=15))
LINK_PER_ORIGIN = Rate(times=20, per=timedelta(hours=1))
PASSWORD_PER_SESSION = Rate(times=10, per=timedelta(minutes=10))
MOVE_PER_ACCOUNT = Rate(times=8, per=timedelta(hours=1))
TOKEN_PER_ORIGIN = Rate(times=30, per=timedelta(minutes=10))
ARRIVAL_PER_PERSON = Rate(times=20, per=timedelta(seconds=100))
ENQUIRY_PER_ORIGIN = Rate(times=5, per=timedelta(hours=1))
ENQUIRIES_ALTOGETHER = Rate(times=200, per=timedelta(hours=1))
REPORT_PER_ACCOUNT = Rate(times=20, per=timedelta(hours=1))
REPORT_PER_ORIGIN = Rate(times=100, per=timedelta(hours=1))
APPEAL_PER_ACCOUNT = Rate(times=20, per=timedelta(hours=1))
REQUEST_PER_ACCOUNT = Rate(times=100, per=timedelta(hours=1))
REQUEST_PER_ORIGIN = Rate(times=1_000, per=timedelta(hours=1))
MESSAGE_PER_ACCOUNT = Rate(times=100, per=timedelta(hours=1))
MESSAGE_PER_ORIGIN = Rate(times=1_000, per=timedelta(hours=1))
PICTURE_PER_ACCOUNT = Rate(times=10, per=timedelta(hours=1))
PICTURE_PER_ORIGIN = Rate(times=200, per=timedelta(hours=1))
EXPORT_PER_ACCOUNT = Rate(times=10, per=timedelta(hours=1))
CHAT_PER_PERSON = Rate(times=10, per=timedelta(seconds=5))

# Wrong passwords: by one who is not known there, by all together who are not, by one who is.
GUESS_PER_ORIGIN = Patience(free=5, longest=timedelta(minutes=5))
GUESS_ALTOGETHER = Patience(free=30, longest=timedelta(minutes=1))
GUESS_PER_DEVICE = Patience(free=5, longest=timedelta(minutes=5))
GUESS_PER_SESSION = Patience(free=5, longest=timedelta(minutes=5))
LOCK_PER_ACCOUNT = Patience(free=5, longest=timedelta(minutes=5))
LOCK_PER_ORIGIN = Patience(free=100, longest=timedelta(minutes=1))

# Each process counts these by itself. Whoever types and looks around asks some hundred times a minute.
ASKING_PER_ACCOUNT = Rate(times=1_200, per=timedelta(minutes=1))
ASKING_PER_ORIGIN = Rate(times=1_200, per=timedelta(minutes=1))
SEARCH_PER_ACCOUNT = Rate(times=120, per=timedelta(minutes=1))
STREAM_PER_ACCOUNT = Rate(times=60, per=timedelta(minutes=1))
