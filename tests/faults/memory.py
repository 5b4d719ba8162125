"""How much memory a process has."""

from pathlib import Path

KIB, MIB = 1024, 1024 * 1024


def resident(pid: int) -> int:
    """What it has now; bytes."""
    return _bytes(pid, "VmRSS")


def most_resident(pid: int) -> int:
    """The most that it has had at any time, or since that was forgotten; bytes."""
    return _bytes(pid, "VmHWM")


def forget_most(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


def _bytes(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * KIB
    raise AssertionError(f"There is no {name} of {pid}.")
