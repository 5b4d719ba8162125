import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.settings.conftest import Load, Refusal

STARTER = """
import sys
from pathlib import Path
from wexstream.entrypoints.settings.secrets import kept_secret
print("ready", flush=True)
sys.stdin.readline()
print(kept_secret(Path(sys.argv[1])).decode())
"""


def test_a_missing_secret_is_made_once_and_kept_for_its_owner_alone(loading: Load, tmp_path: Path) -> None:
    made = loading().settings.secret
    assert len(made) >= 32
    assert loading().settings.secret == made
    file = tmp_path / "data" / "secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]


def test_two_servers_do_not_make_the_same_one(loading: Load, tmp_path: Path) -> None:
    assert loading().settings.secret != loading(WS_DATA=str(tmp_path / "another")).settings.secret


def test_those_who_start_at_the_same_instant_agree(tmp_path: Path) -> None:
    starting = [
        subprocess.Popen(  # noqa: S603 (this very Python)
            [sys.executable, "-c", STARTER, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in starting:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in starting:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = {process.communicate()[0] for process in starting}
    assert said == {(tmp_path / "secret").read_text()}
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_one_is_not_made_where_another_is_given_or_the_start_stops(
    loading: Load, refusal: Refusal, tmp_path: Path
) -> None:
    loading(WS_JWT_SECRET="8d6fd3a5b0c94e0f9d1d5f2a7c3e4b61")
    refusal(WS_PORT="x")
    assert not (tmp_path / "data").exists()


def test_one_that_others_can_read_is_refused(loading: Load, refusal: Refusal, tmp_path: Path) -> None:
    loading()
    file = tmp_path / "data" / "secret"
    file.chmod(0o644)
    assert f"chmod 600 {file}" in refusal()


def test_one_that_is_cut_off_is_refused(loading: Load, refusal: Refusal, tmp_path: Path) -> None:
    loading()
    file = tmp_path / "data" / "secret"
    file.write_text(file.read_text()[:40])
    assert "cut off" in refusal()


def test_one_that_cannot_be_kept_stops_the_start(refusal: Refusal, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "Name another folder, WS_DATA=" in refusal(WS_DATA=str(tmp_path / "file" / "data"))


@pytest.mark.parametrize("content", [b"", b"\xff" * 64])
def test_one_that_is_none_is_refused(loading: Load, refusal: Refusal, tmp_path: Path, content: bytes) -> None:
    loading()
    (tmp_path / "data" / "secret").write_bytes(content)
    assert str(tmp_path / "data" / "secret") in refusal()
