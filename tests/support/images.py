import struct
import zlib
from collections.abc import Awaitable, Callable
from io import BytesIO

from hypothesis import strategies as st
from PIL import Image

from wexstream.ports.files import SIDE

MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "WEBP": ("L", "P", "RGB", "RGBA"),
}
RED, GREEN, BLUE, YELLOW = (220, 20, 20), (20, 200, 20), (20, 20, 220), (220, 220, 20)


@st.composite
def pictures(draw: st.DrawFn) -> tuple[bytes, tuple[int, int]]:
    """Any picture that people may upload, and its width and height."""
    file_format = draw(st.sampled_from(sorted(MODES)))
    mode = draw(st.sampled_from(MODES[file_format]))
    side = st.integers(1, 100) | st.integers(SIDE - 2, SIDE + 20)
    size = draw(st.tuples(side, side))
    image = Image.radial_gradient("L").resize(size)
    return encoded((image.convert("I") if mode == "I;16" else image).convert(mode), file_format), size


def encoded(image: Image.Image, file_format: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def upload(content: bytes) -> Callable[[], Awaitable[bytes]]:
    """Send a picture, once it is asked for."""

    async def send() -> bytes:
        return content

    return send


def decoded(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content), formats=("WEBP",))
    image.load()
    return image


def chunks(webp: bytes) -> set[bytes]:
    """The kinds of chunks that a WebP file is made of (RFC 9649, 2.3)."""
    assert webp[:4] == b"RIFF"
    assert webp[8:12] == b"WEBP"
    kinds: set[bytes] = set()
    at = 12
    while at < len(webp):
        kind, length = struct.unpack_from("<4sI", webp, at)
        kinds.add(kind)
        at += 8 + length + length % 2
    return kinds


def png(
    width: int, height: int, *parts: bytes, bits: int = 8, kind: int = 0, interlaced: bool = False
) -> bytes:
    """A PNG that says how large it is and of which kind (0 is grey, 3 has a palette), with further chunks."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, interlaced))
    return b"".join((b"\x89PNG\r\n\x1a\n", header, *parts, png_chunk(b"IEND", b"")))


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def quarters(size: int = 64) -> Image.Image:
    """Red, green, blue and yellow, as one reads."""
    image = Image.new("RGB", (size, size))
    half = size // 2
    for colour, place in zip(
        (RED, GREEN, BLUE, YELLOW), ((0, 0), (half, 0), (0, half), (half, half)), strict=True
    ):
        image.paste(colour, (*place, place[0] + half, place[1] + half))
    return image
