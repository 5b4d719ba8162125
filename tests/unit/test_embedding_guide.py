"""The guide for those who embed Wexstream does what it says."""

import re
import runpy
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "embedding.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_its_first_example_signs_somebody_up_who_is_mailed_a_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "program.py"
    program.write_text(BLOCK.findall(GUIDE.read_text(encoding="utf-8"))[0], encoding="utf-8")
    runpy.run_path(str(program))
    printed = capsys.readouterr().out
    assert re.fullmatch(
        r"amal@example\.org .+ \['http://localhost:4003/verify-email\?token=[^']+'.*\]\n", printed
    )
