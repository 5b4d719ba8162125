"""What handlers are given by name, beside what the request bears."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, TypeAlias, TypeVar

import msgspec
from litestar import Request
from litestar.datastructures import State
from litestar.di import Dependency
from litestar.params import HeaderParameter, SkipValidationMarker

from wexstream.domain.model.paging import Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.once import Once

T = TypeVar("T")

Given: TypeAlias = Annotated[T, Dependency(kind="named"), SkipValidationMarker()]
"""Provided by the application, ready-made: nothing of it comes from the client."""

Asking: TypeAlias = Given[Viewer | None]
ByTime: TypeAlias = Given[Slice[datetime]]
ByName: TypeAlias = Given[Slice[str]]
OnlyOnce: TypeAlias = Given[Once | None]

IdempotencyKey = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        max_length=255,
        pattern=r"^[!-~]*$",
        description="Sent again within a day with the same body, nothing is made a second time.",
    ),
]


async def provide_once(
    request: Request[Any, Any, State], idempotency_key: IdempotencyKey = ""
) -> Once | None:
    """Read the idempotency key, with a digest of what is asked for under it."""
    if not idempotency_key:
        return None
    asked = f"{request.method} {request.url.path}\n".encode() + await request.body()
    return Once(key=idempotency_key, digest=sha256(asked).digest())


def given_fields(changes: msgspec.Struct) -> dict[str, Any]:
    """Collect the fields of a partial update that are there, whatever they hold."""
    fields = ((name, getattr(changes, name)) for name in changes.__struct_fields__)
    return {name: value for name, value in fields if value is not msgspec.UNSET}
