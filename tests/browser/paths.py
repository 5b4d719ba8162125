"""The path between browsers, led through this process, where a test can cut it."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from playwright.async_api import WebSocketRoute

Address: TypeAlias = tuple[str, int]
# Where a browser can be reached (RFC 8839, 5.1), if by datagrams over IPv4 at a port of its own machine.
CANDIDATE = re.compile(
    r"(?P<before>candidate:\S+ 1 udp \d+ )(?P<host>[\d.]+) (?P<port>\d+)(?P<after> typ host.*)", re.IGNORECASE
)


@dataclass(slots=True, kw_only=True)
class Door:
    """A port that stands for one of a browser's."""

    behind: Address
    bound: socket.socket
    leads_on: bool = True


@dataclass
class Paths:
    """Where browsers reach each other: each knows of the others' doors alone."""

    passable: bool = True
    doors: dict[Address, Door] = field(default_factory=dict)

    def cut(self) -> None:
        """From now on, let nothing through where something came through so far."""
        for door in self.doors.values():
            door.leads_on = False

    def attend(self, route: WebSocketRoute) -> None:
        """Have a page tell the others of its doors, and of no other way to it."""
        server = route.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            said = json.loads(frame)
            if said.get("kind") != "signal" or self._lead_here(said["data"]):
                server.send(json.dumps(said))

        route.on_message(pass_on)

    def _lead_here(self, data: dict[str, Any]) -> bool:
        """Put doors into what a page says; False for what is about another kind of way."""
        if "description" in data:
            lines = data["description"]["sdp"].split("\r\n")
            led = (self._door(line) if line.startswith("a=candidate:") else line for line in lines)
            data["description"]["sdp"] = "\r\n".join(line for line in led if line is not None)
        if "candidate" in data:
            led_here = self._door(data["candidate"]["candidate"])
            data["candidate"]["candidate"] = led_here
            return led_here is not None
        return True

    def _door(self, candidate: str) -> str | None:
        found = CANDIDATE.search(candidate)
        if found is None:
            return None
        behind = (found["host"], int(found["port"]))
        if behind not in self.doors:
            bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            bound.settimeout(0)
            bound.bind((found["host"], 0))
            self.doors[behind] = Door(behind=behind, bound=bound)
            asyncio.get_running_loop().add_reader(bound, self._carry, self.doors[behind])
        host, port = self.doors[behind].bound.getsockname()
        return CANDIDATE.sub(rf"\g<before>{host} {port}\g<after>", candidate)

    def _carry(self, door: Door) -> None:
        """Take a datagram through; whoever hears it knows its sender by the sender's door."""
        datagram, whence = door.bound.recvfrom(65536)
        sender = self.doors.get(whence)
        if self.passable and sender is not None and sender.leads_on and door.leads_on:
            sender.bound.sendto(datagram, door.behind)


@asynccontextmanager
async def paths() -> AsyncIterator[Paths]:
    """Have paths as long as a test lasts."""
    made = Paths()
    try:
        yield made
    finally:
        for door in made.doors.values():
            asyncio.get_running_loop().remove_reader(door.bound)
            door.bound.close()
