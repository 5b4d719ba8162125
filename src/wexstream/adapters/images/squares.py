"""Square pictures made of uploads, by Pillow."""

from io import BytesIO

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from wexstream.domain.model.errors import Invalid
from wexstream.domain.model.text import refuse
from wexstream.ports.files import PIXELS_MOST, SIDE, UPLOAD_LARGEST

FORMATS = ("PNG", "JPEG", "WEBP")
SCANS_MOST = 100
SEGMENTS_MOST = 500
QUALITY = 85

_JPEG = b"\xff\xd8\xff"  # its beginning, and that of the first segment
_START_OF_SCAN = b"\xff\xda"
_ARITHMETIC = frozenset({0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})  # frames so coded (ITU-T T.81, table B.1)
_FILL = 0xFF
_UPRIGHT = {  # by the orientation of Exif, tag 0x0112, where 1 is upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Pillow tells nothing of the types of its colour management.
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


def squared(upload: bytes) -> bytes:
    """Make of an upload a square WebP file: upright, in sRGB, with nothing about it. Raises Invalid."""
    if len(upload) > UPLOAD_LARGEST:
        raise refuse("picture", "too-large", "Choose a picture of at most 5 MB.")
    if upload.startswith(_JPEG):
        _refuse_laborious(upload)
    try:
        image = Image.open(BytesIO(upload), formats=FORMATS)
        _refuse_excess(image)
        return _encoded(_square(image))
    except Invalid:
        raise
    except UnidentifiedImageError as fault:
        raise _unknown_format() from fault
    except Image.DecompressionBombError as fault:
        raise _too_many_pixels() from fault
    except Exception as fault:  # what Pillow raises on damaged files is whatever then happens to it
        raise refuse("picture", "broken", "This picture is damaged. Choose another.") from fault


def _refuse_excess(image: Image.Image) -> None:
    if image.width * image.height > PIXELS_MOST:
        raise _too_many_pixels()


def _refuse_laborious(jpeg: bytes) -> None:
    """Refuse a JPEG that is small and takes long. Raises Invalid.

    Each scan of a progressive one passes over all of the picture, 10 ms at 25 megapixels, and one of 40 bytes
    will do: 5 MB of them take half an hour. Cameras and programs write about ten, mozjpeg some dozen.
    """
    if jpeg.count(_START_OF_SCAN) > SCANS_MOST:
        raise refuse("picture", "broken", "This picture has too many passes. Choose another.")
    if not _begins_soon(jpeg):
        raise _unknown_format()


def _begins_soon(jpeg: bytes) -> bool:
    """Tell whether the first scan follows upon a header of usual length and kind.

    Pillow reads segments one by one, and joins Exif data anew with each. No browser shows arithmetic coding,
    of which a few bytes can stand for a whole scan.
    """
    at = len(_JPEG) - 1
    for _ in range(SEGMENTS_MOST):
        marker = jpeg[at : at + 2]
        if marker == _START_OF_SCAN:
            return True
        if len(marker) < len(_START_OF_SCAN) or marker[0] != _FILL or marker[1] in _ARITHMETIC:
            return False
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        at += 1 if marker[1] == _FILL else 2 + length
    return False


def _unknown_format() -> Invalid:
    return refuse("picture", "format", "Choose a PNG, JPEG or WebP picture.")


def _too_many_pixels() -> Invalid:
    return refuse("picture", "too-many-pixels", "Choose a picture of at most 25 megapixels.")


def _square(image: Image.Image) -> Image.Image:
    image.draft("RGB", (2 * SIDE, 2 * SIDE))  # a large JPEG is decoded at a fraction of its size
    image.load()
    upright = _UPRIGHT.get(_orientation(image))
    profile = image.info.get("icc_profile")
    side = min(*image.size, SIDE)
    image = ImageOps.fit(_in_colour(image), (side, side), Image.Resampling.LANCZOS)
    if profile:
        image = _in_srgb(image, profile)
    return image.transpose(upright) if upright is not None else image


def _orientation(image: Image.Image) -> int:
    # Not ImageOps.exif_transpose: it writes the other tags anew and fails if any of them is damaged.
    try:
        orientation: int = image.getexif().get(ExifTags.Base.Orientation, 1)
    except (SyntaxError, ValueError):  # damaged Exif data does not spoil a picture
        return 1
    return orientation


def _in_colour(image: Image.Image) -> Image.Image:
    if image.mode == "I;16":  # 16 bits of grey: converting alone would cut off all but the darkest
        image.info.pop("transparency", None)
        # Pillow tells the type of this by one of numpy's, which is not installed.
        image = image.point(lambda level: level / 256).convert("L")  # pyright: ignore[reportUnknownMemberType]
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        converted = ImageCms.profileToProfile(image, BytesIO(profile), _SRGB)
    except ImageCms.PyCMSError:  # damaged, or of another colour space than the picture
        return image
    return converted or image


def _encoded(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "WEBP", quality=QUALITY, icc_profile=None, exif=b"", xmp=b"")
    return file.getvalue()
