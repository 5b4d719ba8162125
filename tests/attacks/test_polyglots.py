"""Pictures that are something else as well: what is served is a new picture, and nothing that was sent."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image

from tests.http.test_avatar import upload
from tests.http.world import World
from tests.support.images import chunks, encoded, quarters

SCRIPT = b"/*<script>alert(document.domain)</script><?php system($_GET['x']); ?>*/"


def with_comment() -> bytes:
    return encoded(quarters(), "JPEG", comment=SCRIPT)


def with_zip() -> bytes:
    """A picture that unpackers take for an archive, by its end."""
    file = BytesIO(encoded(quarters(), "PNG"))
    with ZipFile(file, "a") as archive:
        archive.writestr("evil.html", SCRIPT)
    return file.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 29.6)
    return encoded(quarters(), "JPEG", exif=exif)


def in_pixels() -> bytes:
    """A picture whose very pixels spell a script, as they are kept by formats that lose nothing."""
    spelled = (SCRIPT * (96 * 96 * 3 // len(SCRIPT) + 1))[: 96 * 96 * 3]
    return encoded(Image.frombytes("RGB", (96, 96), spelled), "WEBP", lossless=True)


POLYGLOTS = {
    "page at the end": ("image/png", encoded(quarters(), "PNG") + SCRIPT),
    "page at the end of a photograph": ("image/jpeg", encoded(quarters(), "JPEG") + SCRIPT),
    "script in a comment": ("image/jpeg", with_comment()),
    "archive at the end": ("image/png", with_zip()),
    "where it was taken": ("image/jpeg", with_place()),
    "script in the pixels": ("image/webp", in_pixels()),
    "another kind than it says": ("image/jpeg", encoded(quarters(), "PNG") + SCRIPT),
}
NO_PICTURES = {
    "GIF that is a script": b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)",
    "SVG with a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "page": b"<!doctype html>" + SCRIPT,
    "page that begins as a picture": b"\x89PNG\r\n\x1a\n" + SCRIPT,
    "archive": b"PK\x03\x04" + SCRIPT,
    "PDF": b"%PDF-1.7\n" + SCRIPT,
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (r) file\n",
    "TIFF": encoded(quarters(), "TIFF"),
}


@pytest.mark.parametrize("what", POLYGLOTS)
async def test_what_is_served_is_made_anew(world: World, what: str) -> None:
    kind, content = POLYGLOTS[what]
    amal = await world.member()
    assert (await upload(amal, content, kind)).status_code == 204
    answer = await amal.call("GET", f"/api/users/{amal.id}/avatar")
    assert chunks(answer.content) <= {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
    for trace in (b"script", b"<?php", b"evil.html", b"PK\x05\x06", b"Exif"):
        assert trace not in answer.content
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == "inline"


@pytest.mark.parametrize("what", NO_PICTURES)
@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/webp"])
async def test_what_is_no_picture_is_refused_whatever_it_says_that_it_is(
    world: World, what: str, kind: str
) -> None:
    amal = await world.member()
    answer = await upload(amal, NO_PICTURES[what], kind)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    await amal.refused(404, "not-found", "GET", f"/api/users/{amal.id}/avatar")
