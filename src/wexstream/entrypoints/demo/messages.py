"""What the people of the demo write to each other."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message, sent some time ago; ``read`` tells whether its recipients have read it."""

    sender: str
    to: str
    subject: str
    body: str
    sent: timedelta
    read: bool = True


LETTERS = (
    Letter(
        sender="bea",
        to="clara",
        subject="Hello from Bea",
        body="We met at Noor's garden talk, and you said that I could ask you about clay soil. So: what "
        "does one do about clay soil?\n\nBea",
        sent=timedelta(days=13, hours=2),
    ),
    Letter(
        sender="clara",
        to="bea",
        subject="Re: Hello from Bea",
        body="Patience, compost, and never a spade when it is wet. Come to the talk about gardens in "
        "the rain, half of it is about this.",
        sent=timedelta(days=13),
    ),
    Letter(
        sender="hassan",
        to="clara",
        subject="Microphone",
        body="A cheap one is good enough if you keep it close to your mouth and away from the window. "
        "What you have now is a good one, in front of a window.",
        sent=timedelta(days=8),
    ),
    Letter(
        sender="samuel",
        to="clara tomasz",
        subject="Thank you",
        body="The conference was just what we needed before the exam. I passed. Tomasz, the bone that "
        "you invented did not come up.",
        sent=timedelta(days=2, hours=1),
    ),
    Letter(
        sender="noor",
        to="clara ines bea",
        subject="Seedlings",
        body="Forty tomatoes. Forty! Who has room on a window sill until May? I can bring them to "
        "Freiburg in April, and to Porto never, but they travel well by post.",
        sent=timedelta(days=1, hours=9),
    ),
    Letter(
        sender="clara",
        to="noor",
        subject="Re: Seedlings",
        body="Ten for me. Twelve if there are black ones among them.",
        sent=timedelta(days=1, hours=7),
        read=False,
    ),
    Letter(
        sender="farah",
        to="clara amal",
        subject="Slides for the panel",
        body="They are shorter now, and better, I think. Tell me if the third one still makes no sense "
        "to anybody who has not stood in that river.",
        sent=timedelta(hours=8),
        read=False,
    ),
    Letter(
        sender="peter",
        to="clara amal",
        subject="The 1932 translation",
        body="I found it at a market in Uppsala, between two cookbooks. It has another order of "
        "chapters, so let us agree on one before Sunday, or we read past each other again.",
        sent=timedelta(hours=3),
        read=False,
    ),
    Letter(
        sender="zola",
        to="clara amal hassan",
        subject="Your part on Thursday",
        body="Dear three,\n\nCould you take the second alto on Thursday, Clara? Mireille is away, and "
        "Hassan sings too low to hide it. Bars 24 to 48 are the only hard ones, and they are "
        "slow.\n\nI go live ten minutes early, so that we can check headphones. Whoever is last "
        "makes the next playlist.\n\nZola",
        sent=timedelta(hours=1, minutes=40),
        read=False,
    ),
)
