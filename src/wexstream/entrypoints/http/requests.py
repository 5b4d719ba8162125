"""Requests, taken strictly as they are described."""

from functools import cache
from typing import Any

import msgspec
from litestar import Request

from wexstream.domain.model.errors import FieldFault, Invalid
from wexstream.entrypoints.http.problems import BadRequest, UnsupportedMediaType


class StrictRequest(Request[Any, Any, Any]):
    """A request whose JSON body is decoded straight into the handler's struct, without coercing anything.

    Litestar itself decodes loosely ("1" passes for true), whatever the Content-Type says, which would let
    other sites' forms in.
    """

    async def json(self) -> Any:  # noqa: ANN401 (the struct that the handler asks for)
        """Decode the body. Raises UnsupportedMediaType, BadRequest for no JSON, Invalid for other JSON."""
        if self.content_type[0] != "application/json":
            raise UnsupportedMediaType
        field = self.route_handler.parsed_data_field
        expected: Any = field.annotation if field is not None else Any
        try:
            return _decoder(expected).decode(await self.body())
        except msgspec.ValidationError as error:
            message, _, path = str(error).partition(" - at `$")
            name = path.lstrip(".").rstrip("`").partition("[")[0] or _named(message)
            raise Invalid(FieldFault(field=name, code="malformed", message=message)) from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise BadRequest from None


@cache
def _decoder(expected: Any) -> msgspec.json.Decoder[Any]:  # noqa: ANN401 (any struct)
    return msgspec.json.Decoder(expected)


def _named(message: str) -> str:
    """Find the field that a message about a missing or an unknown one names in backticks."""
    parts = message.split("`")
    return parts[1] if "field" in message and len(parts) > 1 else ""
