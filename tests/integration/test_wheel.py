"""The wheel holds what the package reads while it runs, and not only its code."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

PROJECT = Path(__file__).parents[2]
SOURCE = PROJECT / "src"


def test_the_wheel_has_every_file_of_the_package(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)  # noqa: S603 (our own program)
    [wheel] = tmp_path.glob("*.whl")
    there = {str(file.relative_to(SOURCE)) for file in SOURCE.glob("wexstream/**/*.*")}
    expected = {name for name in there if "__pycache__" not in name}
    assert "wexstream/entrypoints/http/static_files/swagger-ui/swagger-ui-bundle.js" in expected
    assert expected <= set(ZipFile(wheel).namelist())
