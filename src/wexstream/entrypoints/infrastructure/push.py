"""By what processes tell each other, as is configured."""

from contextlib import AbstractAsyncContextManager

from wexstream.adapters.hints.push import LinePush
from wexstream.adapters.postgres.push import open_push
from wexstream.adapters.security.keys import derive
from wexstream.adapters.valkey import push as valkey
from wexstream.entrypoints.settings.parts import Settings


def open_configured(settings: Settings, address: str) -> AbstractAsyncContextManager[LinePush]:
    """Have push by what is configured: the Valkey that is named, or else the database of an address."""
    if settings.valkey is None:
        return open_push(address)
    return valkey.open_push(settings.valkey, channel=channel(settings.secret))


def channel(secret: bytes) -> str:
    """Name the channel of the processes that have a secret in common: no other Wexstream has it."""
    return derive(secret, "push").hex()[:16]
