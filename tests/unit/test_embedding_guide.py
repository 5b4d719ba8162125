"""Those who embed Wexstream find what does what it says, in the guide and in the README."""

import re
import runpy
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
README, GUIDE = PROJECT / "README.md", PROJECT / "docs" / "embedding.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def first_example(page: Path) -> str:
    example: str = BLOCK.findall(page.read_text(encoding="utf-8"))[0]
    return example


@pytest.mark.parametrize("page", [GUIDE, README], ids=lambda page: page.name)
def test_the_first_example_signs_somebody_up_who_is_mailed_a_link(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "program.py"
    program.write_text(first_example(page), encoding="utf-8")
    runpy.run_path(str(program))
    printed = capsys.readouterr().out
    assert re.fullmatch(
        r"\W*amal@example\.org\b.+ \['http://localhost:4003/verify-email\?token=[^']+'.*\]\W*\n", printed
    )


def test_the_readme_needs_ten_lines_for_it() -> None:
    assert len([line for line in first_example(README).splitlines() if line]) == 10
