"""How far a command is: a bar at a terminal, and nothing anywhere else."""

from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def bar(title: str, total: int, unit: str) -> Generator[Callable[[int], None]]:
    """Have what is told how much further one is."""
    from tqdm import tqdm  # noqa: PLC0415 (every command would load it)

    with tqdm(
        total=total,
        desc=title,
        unit=unit,
        unit_scale=unit == "B",
        disable=None,
        leave=False,
        dynamic_ncols=True,
    ) as shown:

        def go_on(by: int) -> None:
            shown.update(by)

        yield go_on
