"""Asks whether what is pinned has known vulnerabilities: pip-audit of Python, npm audit of JavaScript.

Ends with status 1 where one is known. Where those who know them do not answer, it says so and ends well: that
tells nothing about what is pinned.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

WITHIN = 120  # seconds, for each program to answer
PIP_AUDIT = ("pip-audit", "--format=json", "--progress-spinner=off", "--timeout=15", "--disable-pip")
NPM_AUDIT = ("npm", "audit", "--json", "--package-lock-only", "--fetch-retries=0", "--fetch-timeout=15000")
REQUIREMENTS = Path("requirements")
LOCK = "package-lock.json"


def main() -> int:
    """Ask about everything; 1 where a vulnerability is known."""
    known = [*of_python(sorted(REQUIREMENTS.glob("*.txt")))]
    for folder in locked():
        known += of_javascript(folder)
    for line in known:
        say(line)
    return 1 if known else 0


def locked() -> list[Path]:
    """Find the folders that have a lock file of their own."""
    found = (path.parent for pattern in ("*", "*/*", "*/*/*") for path in Path().glob(f"{pattern}/{LOCK}"))
    return sorted(folder for folder in found if "node_modules" not in folder.parts)


def of_python(files: Iterable[Path]) -> Iterable[str]:
    """Tell what is known of the pinned requirements, and say which could not be asked about."""
    named = (f"--requirement={file}" for file in files)
    answer = ask([*PIP_AUDIT, "--require-hashes", *named], Path())
    asked: list[dict[str, Any]] = answer.get("dependencies", [])
    unknown = sorted(one["name"] for one in asked if "skip_reason" in one)
    if len(unknown) == len(asked):
        say(f"{REQUIREMENTS}: not answered, nothing checked")
        return
    say(f"{REQUIREMENTS}: {len(asked) - len(unknown)} packages checked")
    if unknown:
        say(f"{REQUIREMENTS}: not answered about {', '.join(unknown)}")
    for one in asked:
        for found in one.get("vulns", []):
            fixed = ", ".join(found["fix_versions"]) or "no version yet"
            yield f"{one['name']} {one['version']}: {found['id']}, mended in {fixed}"


def of_javascript(folder: Path) -> Iterable[str]:
    """Tell what is known of what a folder's lock file pins."""
    answer = ask(NPM_AUDIT, folder)
    if "auditReportVersion" not in answer:
        say(f"{folder}: not answered, nothing checked")
        return
    say(f"{folder}: {answer['metadata']['dependencies']['total']} packages checked")
    for name, found in answer["vulnerabilities"].items():
        yield f"{name} {found['range']} in {folder}: {found['severity']}"


def ask(command: Iterable[str], folder: Path) -> dict[str, Any]:
    """Run a program that answers in JSON, whatever its status; nothing where it does not, or not in time."""
    try:
        done = subprocess.run([*command], cwd=folder, capture_output=True, timeout=WITHIN, check=False)  # noqa: S603 - our own
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {}
    return answer if isinstance(answer, dict) else {}


def say(line: str) -> None:
    """Say something to whoever runs it."""
    print(f"audit: {line}", flush=True)  # noqa: T201 - it is a command


if __name__ == "__main__":
    sys.exit(main())
