"""make audit fails on what is known, and does not take silence for an answer."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tools import audit

ROOT = Path(__file__).parents[2]
NO_VULNERABILITY: dict[str, Any] = {
    "pip-audit": {"dependencies": [{"name": "litestar", "version": "2.1", "vulns": []}]},
    "npm": {"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {"dependencies": {"total": 7}}},
}
VULNERABLE: dict[str, Any] = {
    "pip-audit": {
        "dependencies": [
            {
                "name": "litestar",
                "version": "2.1",
                "vulns": [{"id": "CVE-2026-1", "fix_versions": ["2.2"]}],
            }
        ]
    },
    "npm": {
        **NO_VULNERABILITY["npm"],
        "vulnerabilities": {"react": {"range": "<19.4", "severity": "high"}},
    },
}
SILENT: dict[str, Any] = {
    "pip-audit": {"dependencies": [{"name": "litestar", "skip_reason": "not found"}]},
    "npm": {"message": "405 Method Not Allowed", "error": {"summary": ""}},
}


class Programs:
    """Stand in for pip-audit and npm, which ask others."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def answer(self, name: str, answer: Any, *, status: int = 0) -> None:
        self.run(name, f"cat <<'END'\n{json.dumps(answer)}\nEND\nexit {status}")

    def run(self, name: str, commands: str) -> None:
        program = self._folder / name
        program.write_text(f"#!/bin/sh\n{commands}\n")
        program.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    made = Programs(tmp_path)
    for name, answer in NO_VULNERABILITY.items():
        made.answer(name, answer)
    return made


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_where_nothing_is_known_it_says_what_was_checked(
    programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.main() == 0
    assert said(capsys).count("checked") == 1 + len(audit.locked())


@pytest.mark.parametrize(
    ("name", "named"), [("pip-audit", "litestar 2.1: CVE-2026-1, mended in 2.2"), ("npm", "react <19.4")]
)
def test_what_is_known_is_named_and_fails(
    programs: Programs, capsys: pytest.CaptureFixture[str], name: str, named: str
) -> None:
    programs.answer(name, VULNERABLE[name], status=1)
    assert audit.main() == 1
    assert named in said(capsys)


@pytest.mark.parametrize("name", ["pip-audit", "npm"])
@pytest.mark.parametrize("how", ["refused", "no json", "nothing", "late"])
def test_silence_is_said_and_does_not_fail(
    programs: Programs,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    how: str,
) -> None:
    match how:
        case "refused":
            programs.answer(name, SILENT[name], status=1)
        case "no json":
            programs.run(name, "echo Traceback; exit 1")
        case "nothing":
            programs.run(name, "exit 1")
        case _:
            monkeypatch.setattr(audit, "WITHIN", 0.1)
            programs.run(name, "exec sleep 600")
    assert audit.main() == 0
    assert "not answered, nothing checked" in said(capsys)


def test_what_nobody_knows_of_is_named_beside_what_was_checked(
    programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    both = [*NO_VULNERABILITY["pip-audit"]["dependencies"], {"name": "uvloop", "skip_reason": "not found"}]
    programs.answer("pip-audit", {"dependencies": both})
    assert audit.main() == 0
    heard = said(capsys)
    assert "1 packages checked" in heard
    assert "not answered about uvloop" in heard


def test_everything_that_has_a_pin_is_asked_about(programs: Programs) -> None:
    assert {str(folder) for folder in audit.locked()} >= {
        "benchmarks/node",
        "frontend",
        "frontend/tools/openapi",
        "tools/swagger-ui",
    }
