"""What the commands have in common."""

import os
import sys

from wexstream.entrypoints.settings import Settings, load


def configured() -> Settings:
    """Read the settings, and pass on what is said of them. Raises WrongSettings."""
    loaded = load(os.environ)
    for warning in loaded.warnings:
        sys.stderr.write(f"wexstream: {warning}\n")
    return loaded.settings


def say(text: str) -> None:
    """Write a line, or several, for whoever gave the command."""
    sys.stdout.write(f"{text}\n")
