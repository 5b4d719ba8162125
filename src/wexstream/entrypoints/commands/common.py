"""What the commands have in common."""

import os
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.settings import Settings, load
from wexstream.entrypoints.signals import run_until_told

T = TypeVar("T")


def configured() -> Settings:
    """Read the settings, and pass on what is said of them. Raises WrongSettings."""
    loaded = load(os.environ)
    for warning in loaded.warnings:
        sys.stderr.write(f"wexstream: {warning}\n")
    return loaded.settings


def say(text: str) -> None:
    """Write a line, or several, for whoever gave the command."""
    sys.stdout.write(f"{text}\n")


def counted(number: int, what: str) -> str:
    """Say how many of something there are."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def run_whole(work: Coroutine[Any, Any, T]) -> T:
    """Run what is done wholly or not at all; told to stop, it cleans up. Raises Failure, then too."""
    done: list[T] = []

    async def run() -> None:
        done.append(await work)

    run_until_told(run())
    if not done:
        raise Failure("It was told to stop: nothing was done.")
    return done[0]
