"""Pictures of people in the form in which they are kept, one after the other."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from wexstream.ports.files import Crowded

WAITING_MOST = 8  # beside the one that is being made


class PillowFormat:
    """Makes square WebP files, one at a time: the worst upload takes 600 MB and a second or two meanwhile.

    Eight may wait, with up to 5 MB each, so that nobody waits longer than some ten seconds.
    """

    def __init__(self) -> None:
        """Work on a thread of its own."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._under_way = 0

    def require_turn(self) -> None:
        """Find out whether a further picture would be made now. Raises Crowded."""
        if self._under_way > WAITING_MOST:
            raise Crowded

    async def normalise(self, upload: bytes) -> bytes:
        """Make of an upload a square WebP file; the port says of which kind. Raises Invalid, Crowded."""
        self.require_turn()
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, _squared, upload)
        finally:
            self._under_way -= 1


def _squared(upload: bytes) -> bytes:
    # Pillow is loaded when the first picture comes: many a server process never sees one.
    from wexstream.adapters.images.squares import squared  # noqa: PLC0415

    return squared(upload)
