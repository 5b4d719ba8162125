"""What one takes along: an archive of open formats (ZIP of JSON, text and WebP)."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from wexstream.domain.usecases.privacy import TakenAlong

_README = """\
This is everything that this Wexstream server keeps about your account.

data.json      all of it, as JSON (RFC 8259): your account, sessions, relations, conferences, presences,
               removals, timeline, messages, notifications, reports and what of you is in the log of
               moderators' and security events; times in UTC (RFC 3339)
picture.webp   your picture, if you have one
"""


def pack(taken: TakenAlong) -> bytes:
    """Make the archive."""
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as files:
        files.writestr("README.txt", _README)
        files.writestr("data.json", msgspec.json.format(msgspec.json.encode(taken.data), indent=2))
        if taken.picture is not None:
            files.writestr("picture.webp", taken.picture)
    return archive.getvalue()
