import asyncio
import threading
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile, PngInfo
from PIL.WebPImagePlugin import WebPImageFile

from tests.support.images import (
    BLUE,
    GREEN,
    MODES,
    RED,
    YELLOW,
    chunks,
    decoded,
    encoded,
    pictures,
    png,
    png_chunk,
    quarters,
)
from wexstream.adapters.images.pillow import WAITING_MOST, PillowFormat
from wexstream.domain.model.errors import Invalid
from wexstream.ports.files import SIDE, UPLOAD_LARGEST, Crowded, PictureFormat

# Pillow warns of what it makes do without; a person's damaged picture is no fault of ours.
pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning:PIL"),
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
]

FORM: PictureFormat = PillowFormat()
TOP, BOTTOM, LEFT, RIGHT = "top", "bottom", "left", "right"
OPPOSITE = {TOP: BOTTOM, BOTTOM: TOP, LEFT: RIGHT, RIGHT: LEFT}
# PNG, third edition, 8.1: the passes of an interlaced picture of 5,000 pixels a side.
ADAM7 = ((625, 625), (625, 625), (1250, 625), (1250, 1250), (2500, 1250), (2500, 2500), (5000, 2500))
# By what Pillow begins with each frame that it decodes.
FRAME: dict[str, tuple[type[ImageFile], str]] = {
    "PNG": (PngImageFile, "load_prepare"),
    "WEBP": (WebPImageFile, "_get_next"),
}
# Exif 2.3, 4.6.4 A: which side of what one sees the first row and the first column of the file are.
SIDES = {
    1: (TOP, LEFT),
    2: (TOP, RIGHT),
    3: (BOTTOM, RIGHT),
    4: (BOTTOM, LEFT),
    5: (LEFT, TOP),
    6: (RIGHT, TOP),
    7: (RIGHT, BOTTOM),
    8: (LEFT, BOTTOM),
}


class TestWhatComesOut:
    @given(pictures())
    async def test_every_picture_becomes_a_square_of_at_most_512_pixels_and_nothing_else(
        self, picture: tuple[bytes, tuple[int, int]]
    ) -> None:
        upload, size = picture
        content = await FORM.normalise(upload)
        image = decoded(content)
        side = min(*size, SIDE)
        assert image.size == (side, side)
        assert image.mode in {"RGB", "RGBA"}
        assert chunks(content) <= {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}

    @pytest.mark.parametrize("file_format", sorted(MODES))
    async def test_where_a_picture_was_taken_and_by_whom_is_left_out(self, file_format: str) -> None:
        exif = Image.Exif()
        exif[0x013B] = "Ada Lovelace"
        exif.get_ifd(0x8825)[1] = "N"
        upload = encoded(
            quarters(),
            file_format,
            exif=exif.tobytes(),
            xmp=b"<x:xmpmeta>Ada Lovelace</x:xmpmeta>",
            icc_profile=srgb(),
        )
        assert b"Ada Lovelace" in upload
        content = await FORM.normalise(upload)
        assert chunks(content) == {b"VP8 "}
        assert b"Ada" not in content

    @pytest.mark.parametrize("size", [(200, 64), (64, 200)], ids=["wide", "high"])
    async def test_the_centre_is_kept(self, size: tuple[int, int]) -> None:
        image = Image.new("RGB", size, BLUE)
        image.paste(quarters(64), ((size[0] - 64) // 2, (size[1] - 64) // 2))
        shows(await FORM.normalise(encoded(image, "PNG")), RED, GREEN, BLUE, YELLOW)

    @pytest.mark.parametrize("file_format", sorted(MODES))
    async def test_a_large_picture_shows_the_same_scaled_down(self, file_format: str) -> None:
        content = await FORM.normalise(encoded(quarters(3_000), file_format))
        assert decoded(content).size == (SIDE, SIDE)
        shows(content, RED, GREEN, BLUE, YELLOW)

    @pytest.mark.parametrize(("orientation", "sides"), SIDES.items())
    @pytest.mark.parametrize("file_format", sorted(MODES))
    async def test_a_picture_is_turned_as_the_camera_was_held(
        self, orientation: int, sides: tuple[str, str], file_format: str
    ) -> None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        content = await FORM.normalise(encoded(quarters(), file_format, exif=exif.tobytes()))
        first_row, first_column = sides
        seen = {
            corner(first_row, first_column): RED,
            corner(first_row, OPPOSITE[first_column]): GREEN,
            corner(OPPOSITE[first_row], first_column): BLUE,
            corner(OPPOSITE[first_row], OPPOSITE[first_column]): YELLOW,
        }
        shows(content, seen[0, 0], seen[1, 0], seen[0, 1], seen[1, 1])

    @pytest.mark.parametrize("file_format", sorted(MODES))
    async def test_damaged_exif_data_does_not_spoil_a_picture(self, file_format: str) -> None:
        upload = encoded(quarters(), file_format, exif=b"Exif\0\0nonsense")
        shows(await FORM.normalise(upload), RED, GREEN, BLUE, YELLOW)

    async def test_damaged_exif_data_in_text_does_not_spoil_a_picture(self) -> None:
        text = PngInfo()
        text.add_text("Raw profile type exif", "\nexif\n8\nno hexadecimal digits")
        shows(await FORM.normalise(encoded(quarters(), "PNG", pnginfo=text)), RED, GREEN, BLUE, YELLOW)


class TestColours:
    @pytest.mark.parametrize(
        ("mode", "file_format"), [(mode, kind) for kind, modes in sorted(MODES.items()) for mode in modes]
    )
    async def test_every_kind_of_pixel_is_understood(self, mode: str, file_format: str) -> None:
        grey = mode in {"1", "L", "LA", "I;16"}
        image = Image.new("RGB", (64, 64), (255, 255, 255) if grey else RED)
        image.paste((0, 0, 0) if grey else BLUE, (0, 32, 64, 64))
        if mode == "I;16":
            image = Image.frombytes("I;16", (64, 64), bytes([0, 255]) * 2_048 + bytes(4_096))
        content = await FORM.normalise(encoded(image.convert(mode), file_format))
        above, below = ((255, 255, 255), (0, 0, 0)) if grey else (RED, BLUE)
        shows(content, above, above, below, below)

    @given(st.integers(0, 255))
    async def test_sixteen_bits_of_grey_keep_their_shades(self, shade: int) -> None:
        image = Image.frombytes("I;16", (8, 8), bytes([0x80, shade]) * 64)
        shows(await FORM.normalise(encoded(image, "PNG")), *[(shade, shade, shade)] * 4)

    async def test_sixteen_bits_of_grey_are_opaque_whatever_shade_is_said_to_be_transparent(self) -> None:
        transparent = png_chunk(b"tRNS", bytes([128, 0]))
        black = png_chunk(b"IDAT", zlib.compress(bytes(8 * 17)))
        image = decoded(await FORM.normalise(png(8, 8, transparent, black, bits=16)))
        assert image.mode == "RGB"
        assert image.getpixel((4, 4)) == (0, 0, 0)

    async def test_what_is_transparent_stays_so(self) -> None:
        image = quarters().convert("RGBA")
        image.paste((0, 0, 0, 0), (0, 0, 32, 32))
        shown = decoded(await FORM.normalise(encoded(image, "PNG")))
        assert shown.getchannel("A").getpixel((16, 16)) == 0
        assert shown.getchannel("A").getpixel((48, 48)) == 255

    async def test_the_transparent_colour_of_a_palette_stays_transparent(self) -> None:
        image = Image.new("P", (64, 64), 1)
        image.putpalette([*RED, *BLUE])
        image.paste(0, (0, 0, 32, 64))
        shown = decoded(await FORM.normalise(encoded(image, "PNG", transparency=0)))
        assert shown.getchannel("A").getpixel((16, 32)) == 0
        assert shown.getchannel("A").getpixel((48, 32)) == 255

    @pytest.mark.parametrize("mode", ["RGB", "RGBA"])
    async def test_colours_are_those_of_the_profile_that_the_picture_bears(self, mode: str) -> None:
        swapped = srgb().replace(b"rXYZ", b"temp").replace(b"gXYZ", b"rXYZ").replace(b"temp", b"gXYZ")
        upload = encoded(quarters().convert(mode), "PNG", icc_profile=swapped)
        shows(await FORM.normalise(upload), GREEN, RED, BLUE, YELLOW)

    @pytest.mark.parametrize(
        "profile", [b"nonsense", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
    )
    async def test_a_profile_that_does_not_fit_is_ignored(self, profile: bytes) -> None:
        upload = encoded(quarters(), "JPEG", icc_profile=profile)
        shows(await FORM.normalise(upload), RED, GREEN, BLUE, YELLOW)


class TestAnimations:
    @pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
    async def test_the_first_frame_is_kept(self, file_format: str) -> None:
        frames = [Image.new("RGB", (64, 64), colour) for colour in (RED, GREEN, BLUE)]
        upload = encoded(frames[0], file_format, save_all=True, append_images=frames[1:], duration=100)
        content = await FORM.normalise(upload)
        shows(content, RED, RED, RED, RED)
        assert chunks(content) == {b"VP8 "}

    @pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
    async def test_the_frames_after_the_first_are_not_decoded(
        self, file_format: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        frames = [Image.new("RGB", (64, 64), colour) for colour in (RED, GREEN, BLUE, YELLOW)]
        upload = encoded(frames[0], file_format, save_all=True, append_images=25 * frames[1:], method=0)
        kind, begin = FRAME[file_format]
        decode = getattr(kind, begin)
        decoding: list[Image.Image] = []

        def watched(image: Image.Image) -> Any:
            decoding.append(image)
            return decode(image)

        monkeypatch.setattr(kind, begin, watched)
        await FORM.normalise(upload)
        assert len(decoding) == 1

    async def test_of_a_camera_s_several_pictures_in_a_jpeg_the_first_is_kept(self) -> None:
        upload = encoded(quarters(), "MPO", save_all=True, append_images=[Image.new("RGB", (64, 64))])
        shows(await FORM.normalise(upload), RED, GREEN, BLUE, YELLOW)


class TestRefusals:
    async def test_over_5_megabytes_is_too_large(self) -> None:
        upload = encoded(quarters(), "PNG").ljust(UPLOAD_LARGEST, b"\0")
        shows(await FORM.normalise(upload), RED, GREEN, BLUE, YELLOW)
        assert await refusal(upload + b"\0") == "too-large"

    @pytest.mark.parametrize("size", [(5_000, 5_001), (10_000, 9_500), (60_000, 60_000), (1, 2**31 - 1)])
    async def test_more_than_25_megapixels_are_refused_before_they_are_decoded(
        self, size: tuple[int, int]
    ) -> None:
        # There are no pixels to decode: to try would find it broken.
        assert await refusal(png(*size)) == "too-many-pixels"
        assert await refusal(png(5_000, 5_000)) == "broken"

    async def test_a_jpeg_of_thousands_of_passes_is_refused(self) -> None:
        upload = encoded(quarters(), "JPEG", progressive=True)
        last = upload[upload.rindex(b"\xff\xda") : -2]
        shows(await FORM.normalise(upload[:-2] + 60 * last + upload[-2:]), RED, GREEN, BLUE, YELLOW)
        assert await refusal(upload[:-2] + 100 * last + upload[-2:]) == "broken"

    @pytest.mark.parametrize("kind", [0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF])
    async def test_a_jpeg_in_arithmetic_coding_is_refused_as_no_browser_shows_it(self, kind: int) -> None:
        upload = encoded(quarters(), "JPEG", progressive=True)
        assert await refusal(upload.replace(b"\xff\xc2", bytes([0xFF, kind]), 1)) == "format"

    @pytest.mark.parametrize("part", [b"\xff\xfe\0\2", b"\xff", b"\xff\xe1\0\x10Exif\0\0MM\0*\0\0\0\x08"])
    async def test_a_jpeg_that_takes_thousands_of_steps_to_begin_is_refused(self, part: bytes) -> None:
        upload = encoded(quarters(), "JPEG")
        shows(await FORM.normalise(upload[:2] + 100 * part + upload[2:]), RED, GREEN, BLUE, YELLOW)
        assert await refusal(upload[:2] + 1_000 * part + upload[2:]) == "format"

    @pytest.mark.parametrize("rest", [b"", b"\0\0", b"\xff", b"\xff\xe0", b"\xff\xe0\xff\xff"])
    async def test_a_jpeg_whose_header_leads_nowhere_is_refused(self, rest: bytes) -> None:
        upload = encoded(quarters(), "JPEG")
        assert await refusal(upload[:2] + rest) == "format"

    async def test_the_most_laborious_that_the_limits_allow_are_accepted(self) -> None:
        plain = Image.new("RGB", (5_000, 5_000), RED)
        many_passes = encoded(plain, "JPEG", progressive=True, subsampling=0)
        last = many_passes[many_passes.rindex(b"\xff\xda") : -2]
        rows = b"".join(bytes(8 * width + 1) * height for width, height in ADAM7)
        interlaced = png(
            5_000, 5_000, png_chunk(b"IDAT", zlib.compress(rows)), bits=16, kind=6, interlaced=True
        )
        for upload in (many_passes[:-2] + 90 * last + many_passes[-2:], interlaced):
            assert decoded(await FORM.normalise(upload)).size == (SIDE, SIDE)

    @pytest.mark.parametrize("file_format", ["GIF", "BMP", "TIFF", "ICO", "PPM", "AVIF", "PDF"])
    async def test_any_other_format_is_refused(self, file_format: str) -> None:
        assert await refusal(encoded(quarters(), file_format)) == "format"

    @pytest.mark.parametrize(
        "upload", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"RIFF", b"\xff\xd8"]
    )
    async def test_what_is_no_picture_is_refused(self, upload: bytes) -> None:
        assert await refusal(upload) == "format"

    @pytest.mark.parametrize("file_format", sorted(MODES))
    async def test_a_picture_that_is_cut_off_is_refused(self, file_format: str) -> None:
        upload = encoded(Image.radial_gradient("L"), file_format)
        for length in range(len(upload) // 10, len(upload) - len(upload) // 10, 97):
            assert await refusal(upload[:length]) in {"broken", "format"}

    async def test_a_picture_without_the_palette_that_it_needs_is_refused(self) -> None:
        upload = png(1, 1, png_chunk(b"IDAT", zlib.compress(bytes(2))), kind=3)
        assert await refusal(upload) == "broken"

    @given(st.binary())
    async def test_bytes_of_any_kind_are_refused(self, upload: bytes) -> None:
        assert await refusal(upload) == "format"

    @given(pictures(), st.data())
    async def test_a_picture_of_which_anything_was_changed_is_refused_or_kept_in_form(
        self, picture: tuple[bytes, tuple[int, int]], data: st.DataObject
    ) -> None:
        upload = bytearray(picture[0])
        for place, other in data.draw(
            st.lists(st.tuples(st.integers(0, len(upload) - 1), st.integers(0, 255)))
        ):
            upload[place] = other
        try:
            image = decoded(await FORM.normalise(bytes(upload)))
        except Invalid as invalid:
            (fault,) = invalid.faults
            assert (fault.field, fault.code) in {
                ("picture", code) for code in ("format", "broken", "too-many-pixels")
            }
        else:
            assert image.width == image.height <= SIDE


async def test_the_work_is_done_beside_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    opened = Image.open

    def watched(file: BytesIO, formats: tuple[str, ...]) -> Image.Image:
        threads.append(threading.current_thread())
        return opened(file, formats=formats)

    monkeypatch.setattr(Image, "open", watched)
    await asyncio.gather(*[FORM.normalise(encoded(quarters(), "PNG")) for _ in range(3)])
    (thread,) = set(threads)
    assert thread is not threading.main_thread()


async def test_no_more_wait_than_are_done_soon_and_afterwards_there_is_room_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form, free, opened = PillowFormat(), threading.Event(), Image.open

    def held_up(file: BytesIO, formats: tuple[str, ...]) -> Image.Image:
        free.wait()
        return opened(file, formats=formats)

    monkeypatch.setattr(Image, "open", held_up)
    upload = encoded(quarters(), "PNG")
    waiting = [asyncio.create_task(form.normalise(upload)) for _ in range(1 + WAITING_MOST)]
    try:
        with pytest.raises(Crowded):
            await asyncio.create_task(form.normalise(upload))
        with pytest.raises(Crowded):
            form.require_turn()
        assert not any(task.done() for task in waiting)
    finally:
        free.set()
    assert set(await asyncio.gather(*waiting)) == {await form.normalise(upload)}


async def test_who_goes_away_while_waiting_leaves_the_place_to_another() -> None:
    form, upload = PillowFormat(), encoded(quarters(), "PNG")
    waiting = [asyncio.create_task(form.normalise(upload)) for _ in range(1 + WAITING_MOST)]
    with pytest.raises(Crowded):
        await asyncio.create_task(form.normalise(upload))
    for task in waiting:
        task.cancel()
    await asyncio.wait(waiting)
    form.require_turn()
    assert await form.normalise(upload)


async def refusal(upload: bytes) -> str:
    with pytest.raises(Invalid) as raised:
        await FORM.normalise(upload)
    (fault,) = raised.value.faults
    assert fault.field == "picture"
    assert fault.message
    return fault.code


def shows(content: bytes, *corners: tuple[int, int, int]) -> None:
    """Hold the middles of the four quarters, as one reads, to colours; coding loses a little of them."""
    image = decoded(content).convert("RGB")
    near, far = image.width // 4, image.width * 3 // 4
    for place, expected in zip(((near, near), (far, near), (near, far), (far, far)), corners, strict=True):
        seen = image.getpixel(place)
        assert isinstance(seen, tuple)
        assert all(abs(one - other) < 40 for one, other in zip(seen, expected, strict=True)), (place, seen)


def corner(*sides: str) -> tuple[int, int]:
    return int(RIGHT in sides), int(BOTTOM in sides)


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
