"""The folders: whether they can be written, and what the time is there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from wexstream.entrypoints.checks.finding import Finding, Offset, works, wrong


def look_at_folder(part: str, folder: Path, setting: str) -> tuple[Finding, Offset | None]:
    """Write a file in a folder, which is made where it is missing, and look at its time."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        began = datetime.now(UTC)
        with NamedTemporaryFile(dir=folder, prefix=".check-") as file:
            file.write(b"?")
            file.flush()
            written = datetime.fromtimestamp(Path(file.name).stat().st_mtime, UTC)
            ended = datetime.now(UTC)
    except OSError as error:
        text = f"{folder} cannot be written ({error.strerror}). Give it to this user, or set {setting}."
        return wrong(part, text), None
    half = (ended - began) / 2
    offset = Offset(whose=str(folder), ahead=written - (began + half), within=half + timedelta(seconds=1))
    return works(part, f"{folder} can be written"), offset
