"""What the application has to know of where it runs."""

from dataclasses import dataclass
from pathlib import Path

from wexstream.entrypoints.http.page import Page
from wexstream.entrypoints.readiness import Look
from wexstream.entrypoints.watch import UNWATCHED, Watch
from wexstream.ports.mail import Mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the application runs.

    ``secure`` says whether people reach it over TLS; ``mailbox`` is shown at /dev/mailbox, where there is one
    to be shown; ``page_size`` is how many items a page has unless asked for otherwise; ``page`` is the web
    page, where it is built; ``watch`` is how requests are watched; ``spools`` is a folder for what is
    large and gone once it is sent, other than that of temporary files, which may be memory.
    """

    secure: bool
    readiness: Look
    page_size: int = 30
    mailbox: Mailbox | None = None
    page: Page | None = None
    watch: Watch = UNWATCHED
    spools: Path | None = None
