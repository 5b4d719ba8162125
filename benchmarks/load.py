"""Load, made by autocannon."""

import asyncio
from collections.abc import Sequence

import msgspec

from benchmarks import node


class Asked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request that is made; its body is JSON."""

    path: str
    headers: dict[str, str]
    method: str = "GET"
    body: str | None = None


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What came back; ``seconds`` for all of it, ``p50`` and ``p99`` of one answer in milliseconds."""

    answered: int
    failed: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.answered / self.seconds


async def drive(port: int, requests: Sequence[Asked], *, amount: int, connections: int) -> Answers:
    """Make so many requests, each connection its share in turn. Raises RuntimeError if any fails."""
    job = {
        "url": f"http://127.0.0.1:{port}",
        "connections": connections,
        "amount": amount,
        "requests": list(requests),
    }
    process = await asyncio.create_subprocess_exec(
        *(node.node(), str(node.FOLDER / "load.js")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate(msgspec.json.encode(job))
    answers = msgspec.json.decode(output, type=Answers)
    if answers.failed or answers.answered != amount:
        raise RuntimeError(f"Of {amount} requests such as {requests[0].path}, {answers.failed} failed.")
    return answers
