"""How often what may be done: rates as a burst that refills evenly."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Up to ``times`` at once; they come back evenly over ``per``."""

    times: int
    per: timedelta


CLOCKS_DIFFER = timedelta(minutes=1)
"""Clocks of servers differ by less: what is further ahead was counted before one stepped back."""

SIGN_IN_PER_ORIGIN = Rate(times=30, per=timedelta(minutes=5))
SIGN_IN_PER_ADDRESS = Rate(times=10, per=timedelta(minutes=5))
ATTEMPT_PER_ORIGIN = Rate(times=30, per=timedelta(minutes=5))
REFUSAL_NOTED_PER_ADDRESS = Rate(times=1, per=timedelta(minutes=15))
SIGN_UP_PER_ORIGIN = Rate(times=20, per=timedelta(hours=1))
MAIL_PER_ADDRESS = Rate(times=5, per=timedelta(hours=1))
MAIL_PER_ADDRESS_AND_SENDER = Rate(times=1, per=timedelta(minutes=15))
LINK_PER_ORIGIN = Rate(times=20, per=timedelta(hours=1))
PASSWORD_PER_ACCOUNT = Rate(times=10, per=timedelta(minutes=10))
TOKEN_PER_ORIGIN = Rate(times=30, per=timedelta(minutes=10))
LOCK_PER_ACCOUNT = Rate(times=10, per=timedelta(minutes=5))
ARRIVAL_PER_PERSON = Rate(times=20, per=timedelta(seconds=100))
ENQUIRY_PER_ORIGIN = Rate(times=5, per=timedelta(hours=1))
REPORT_PER_ACCOUNT = Rate(times=20, per=timedelta(hours=1))
REQUEST_PER_ACCOUNT = Rate(times=100, per=timedelta(hours=1))
MESSAGE_PER_ACCOUNT = Rate(times=100, per=timedelta(hours=1))
PICTURE_PER_ACCOUNT = Rate(times=10, per=timedelta(hours=1))
EXPORT_PER_ACCOUNT = Rate(times=10, per=timedelta(hours=1))
CHAT_PER_PERSON = Rate(times=10, per=timedelta(seconds=5))

# Each process counts these by itself. Whoever types and looks around asks some hundred times a minute.
ASKING_PER_ACCOUNT = Rate(times=1_200, per=timedelta(minutes=1))
ASKING_PER_ORIGIN = Rate(times=1_200, per=timedelta(minutes=1))
SEARCH_PER_ACCOUNT = Rate(times=120, per=timedelta(minutes=1))
STREAM_PER_ACCOUNT = Rate(times=60, per=timedelta(minutes=1))
