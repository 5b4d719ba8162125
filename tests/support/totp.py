"""An app that shows codes, made from the RFCs alone (4226 and 6238)."""

import hmac
from base64 import b32decode
from datetime import datetime
from hashlib import sha1


def shown(secret: str, at: datetime) -> str:
    """The code that an app shows at a time."""
    steps = int(at.timestamp()) // 30
    digest = hmac.new(b32decode(secret), steps.to_bytes(8, "big"), sha1).digest()
    place = digest[-1] & 0xF
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06}"
