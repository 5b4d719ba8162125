"""What was measured, as tables that a page takes over as they are, and whether it is what it should be."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.joining import Joining
from benchmarks.network import GUESTS, LISTENERS
from benchmarks.presence import Presence
from benchmarks.rounds import Measured
from benchmarks.spread import middle_half
from benchmarks.starts import Beginnings
from benchmarks.streams import Streams
from benchmarks.writes import MANY, Starts, Telling

OF_FLOOR: Final = 1.25
OF_PEER: Final = 1.0
STATEMENTS: Final = 2
OF_FIRST_PAGE: Final = 1.2
OF_FEW: Final = 1.3
OF_BARE_INSERTS: Final = 1.5
OF_BARE_APPLICATION: Final = 2.0
OF_BARE_WEBRTC: Final = 1.3
OF_BARE_BROADCAST: Final = 2.0
OF_BARE_STREAM: Final = 1.5
OF_SILENT: Final = 1.05
_MEASURES: Final = ("rate", "p50", "p99", "cpu", "database", "statements")
_HEADS: Final = ("requests/s", "p50 ms", "p99 ms", "CPU µs", "PostgreSQL µs", "statements")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A point that is to hold, and what was measured."""

    point: str
    measured: float
    most: float
    within: bool = True  # whether ``most`` itself still holds

    @property
    def met(self) -> bool:
        """Whether it holds."""
        return self.measured <= self.most if self.within else self.measured < self.most


@dataclass(slots=True, kw_only=True)
class Report:
    """Tables, and verdicts."""

    tables: list[Table] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def add_reads(self, reads: Iterable[Measured]) -> None:
        """Add what reads cost, in Wexstream, its floor and its peer."""
        table = _table("read", "server", *_HEADS, "CPU of floor's", "CPU of peer's")
        for read in reads:
            floor, peer = read.ratio("wexstream", "floor", "cpu"), read.ratio("wexstream", "peer", "cpu")
            for name in read.rounds:
                own = [f"{floor:.2f}", f"{peer:.2f}"] if name == "wexstream" else ["", ""]
                table.add_row(read.what, name, *_numbers(read, name), *own)
            self._hold(f"{read.what}: CPU of the floor's", floor, OF_FLOOR)
            self._hold(f"{read.what}: CPU of the peer's", peer, OF_PEER, within=False)
            self._hold(
                f"{read.what}: statements a request", read.median("wexstream", "statements"), STATEMENTS
            )
        self.tables.append(table)

    def add_deep(self, pages: Iterable[Measured]) -> None:
        """Add what a deep page costs beside the first one, PostgreSQL's share included."""
        table = _table("list", "page", *_HEADS, "whole CPU of the first's")
        for page in pages:
            first, deep = page.rounds
            ratio = page.ratio(deep, first, "whole")
            for name in page.rounds:
                table.add_row(page.what, name, *_numbers(page, name), f"{ratio:.2f}" if name == deep else "")
            self._hold(f"{page.what}: {deep}, whole CPU of the first's", ratio, OF_FIRST_PAGE)
        self.tables.append(table)

    def add_writes(self, starts: Starts, tellings: Sequence[Telling]) -> None:
        """Add what starting a conference takes."""
        table = _table("starting a conference", "ms", "beside it", "ms", "ratio")
        few, many = (f"{median(times) * 1000:.1f}" for times in (starts.few, starts.many))
        table.add_row(f"answer, {MANY[-1]:,} connections", many, "10 connections", few, f"{starts.ratio:.2f}")
        self._hold("start: answer with 100,000 connections of that with 10", starts.ratio, OF_FEW)
        for telling in tellings:
            what = f"{telling.reached:,} told"
            told, bare = (f"{median(times) * 1000:.0f}" for times in (telling.told, telling.bare))
            table.add_row(what, told, "two bare INSERT … SELECT", bare, f"{telling.ratio:.2f}")
            self._hold(f"start: {what}, of two bare inserts", telling.ratio, OF_BARE_INSERTS)
        self.tables.append(table)

    def add_size(self, beginnings: Beginnings, memory: int, bare_memory: int) -> None:
        """Add how long it takes to start, and how much memory is resident after the run."""
        table = _table("of the server", "Wexstream", "bare Litestar", "ratio")
        own, bare = (f"{median(times):.2f} s" for times in (beginnings.wexstream, beginnings.bare))
        table.add_row("start to first answer", own, bare, f"{beginnings.ratio:.2f}")
        ratio = memory / bare_memory
        table.add_row("resident memory after the run", _mib(memory), _mib(bare_memory), f"{ratio:.2f}")
        self._hold("start to first answer, of a bare application's", beginnings.ratio, OF_BARE_APPLICATION)
        self._hold("resident memory, of a bare application's", ratio, OF_BARE_APPLICATION)
        self.tables.append(table)

    def add_joining(self, joining: Joining) -> None:
        """Add how soon two people see each other once the second one joins."""
        table = _table(
            "first picture after “Join”", "ms", "middle half", "bare WebRTC ms", "middle half", "ratio"
        )
        for whose, times in (("the other's", joining.sees), ("of who joins", joining.is_seen)):
            table.add_row(whose, *_spread(times.own, 0), *_spread(times.floor, 0), f"{times.ratio:.2f}")
            self._hold(f"first picture, {whose}: of bare WebRTC's", times.ratio, OF_BARE_WEBRTC)
        self.tables.append(table)

    def add_presence(self, presence: Presence) -> None:
        """Add how soon everybody in a full room knows what somebody does."""
        heads = ("p50 ms", "p99 ms", "middle half")
        table = _table(f"to all of {GUESTS} in a room", *heads, *(f"bare {head}" for head in heads), "ratio")
        for what, reaching in (("one comes", presence.comes), ("one tells", presence.tells)):
            usual, worst = reaching.p50, reaching.p99
            table.add_row(
                what,
                *(_spread(usual.own, 1)[0], *_spread(worst.own, 1)),
                *(_spread(usual.floor, 1)[0], *_spread(worst.floor, 1)),
                f"{worst.ratio:.2f}",
            )
            self._hold(f"{what}, p99: of a bare broadcast's", worst.ratio, OF_BARE_BROADCAST)
        self.tables.append(table)

    def add_pushing(self, writes: Sequence[Measured]) -> None:
        """Add what telling costs who writes, PostgreSQL's share included."""
        table = _table("write", "server", *_HEADS, "whole CPU of the silent one's", "p50 of its")
        for write in writes:
            cpu, time = (write.ratio("telling", "silent", measure) for measure in ("whole", "p50"))
            for name in write.rounds:
                own = [f"{cpu:.2f}", f"{time:.2f}"] if name == "telling" else ["", ""]
                table.add_row(write.what, name, *_numbers(write, name), *own)
            self._hold(f"{write.what}: whole CPU of a silent one's", cpu, OF_SILENT)
            self._hold(f"{write.what}: time of a silent one's", time, OF_SILENT)
        self.tables.append(table)

    def add_streams(self, streams: Streams) -> None:
        """Add how soon a thousand are told of a broadcast, and what a stream takes that is idle."""
        heads = ("p50 ms", "p99 ms", "middle half")
        table = _table(
            f"to all of {LISTENERS:,} who listen", *heads, *(f"bare {head}" for head in heads), "ratio"
        )
        usual, worst, memory = streams.p50, streams.p99, streams.memory
        table.add_row(
            "a broadcast",
            *(_spread(usual.own, 1)[0], *_spread(worst.own, 1)),
            *(_spread(usual.floor, 1)[0], *_spread(worst.floor, 1)),
            f"{worst.ratio:.2f}",
        )
        self.tables.append(table)
        table = _table("an idle stream", "KiB", "bare KiB", "ratio")
        own, bare = (f"{median(sizes) / 1024:.1f}" for sizes in (memory.own, memory.floor))
        table.add_row("resident memory", own, bare, f"{memory.ratio:.2f}")
        self.tables.append(table)
        self._hold("an event, p99: of a bare broadcast's", worst.ratio, OF_BARE_BROADCAST)
        self._hold("memory of an idle stream: of a bare one's", memory.ratio, OF_BARE_STREAM)

    def show(self) -> None:
        """Print it all."""
        console = Console(width=200)
        for table in self.tables:
            console.print(table, markup=False)
            console.print()
        verdicts = _table("point", "measured", "at most", "")
        for verdict in self.verdicts:
            most = f"{verdict.most:g}" if verdict.within else f"below {verdict.most:g}"
            verdicts.add_row(
                verdict.point, f"{verdict.measured:.2f}", most, "met" if verdict.met else "NOT MET"
            )
        console.print(verdicts)
        console.print(f"\n{machine()}")

    def _hold(self, point: str, measured: float, most: float, *, within: bool = True) -> None:
        self.verdicts.append(Verdict(point=point, measured=measured, most=most, within=within))


def machine() -> str:
    """Describe the machine."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"


def _table(*heads: str) -> Table:
    table = Table(box=box.MARKDOWN)
    for place, head in enumerate(heads):
        table.add_column(head, justify="left" if place == 0 else "right", no_wrap=True)
    return table


def _numbers(measured: Measured, name: str) -> list[str]:
    digits = {"rate": 0, "p50": 0, "p99": 0, "cpu": 0, "database": 0, "statements": 2}
    return [f"{measured.median(name, measure):.{digits[measure]}f}" for measure in _MEASURES]


def _spread(times: Sequence[float], digits: int) -> list[str]:
    """Write the median of some seconds in milliseconds, and between what their middle half lies."""
    lower, upper = (f"{time * 1000:.{digits}f}" for time in middle_half(times))
    return [f"{median(times) * 1000:.{digits}f}", f"{lower} to {upper}"]


def _mib(size: int) -> str:
    return f"{size / 1024**2:.0f} MiB"
