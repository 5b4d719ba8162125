"""Whether Wexstream, floor and peer answer the same: only then is comparing them of any worth."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from benchmarks.asking import ask
from benchmarks.load import Asked
from benchmarks.servers import Server

_TRIED: Final = 5  # requests of each read


def require_agreement(servers: Mapping[str, Server], requests: Sequence[Asked]) -> None:
    """Ask each server the same. Raises RuntimeError where answers differ."""
    for request in requests[:_TRIED]:
        answers = {name: _plain(ask(server.port, request)[0]) for name, server in servers.items()}
        expected = answers["wexstream"]
        different = [name for name, answer in answers.items() if answer != expected]
        if different:
            raise RuntimeError(f"{', '.join(different)} answer otherwise than Wexstream: {request.path}")


def _plain(answer: Any) -> Any:  # noqa: ANN401 (JSON)
    """Leave out how times are written: to the microsecond, or to the millisecond as JavaScript does.

    A cursor bears such a time; that there is one is enough.
    """
    match answer:
        case dict():
            return {
                key: value is not None if key == "next_cursor" else _plain(value)
                for key, value in answer.items()
            }
        case list():
            return [_plain(item) for item in answer]
        case str() if answer.endswith("Z"):
            return _time(answer)
        case _:
            return answer


def _time(text: str) -> datetime | str:
    try:
        told = datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return text
    return told.replace(microsecond=told.microsecond // 1000 * 1000)
