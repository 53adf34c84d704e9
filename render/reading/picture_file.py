"""A picture that somebody hands in, or has in a Word file -> the same as it is kept: upright, small, telling nothing.

Kept as they are: PNG and JPEG of today's sizes without a word about where and by what they were taken. All others are
made so. Whatever is kept is kept as it is when it comes again: its id is a hash of its content. Knows no form.
"""

from __future__ import annotations

import hashlib
import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from dialogs.pasting.file_content import KeptPicture
from render.reading.package import UnfitError

PIXELS = 60_000_000  # of one picture; cameras have up to fifty million
SIDE = 20_000  # pixels of its longer side
MOST_SIDE = 2400  # pixels that are kept of it: 300 dpi across a page
KEPT_BYTES = 4 * 1024 * 1024  # from which a file is packed anew
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
_PHOTOS = ("JPEG", "MPO")  # the second is what telephones write
_AS_IS = {"PNG", "JPEG"}  # what every program of Office shows
_KNOWN = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")  # how those begin that are then not to be read: spoilt ones
_PRIVATE = {"exif", "comment", "xmp", "XML:com.adobe.xmp", "photoshop", "parsed_exif"}
_SMALLEST = 2  # pixels: less is a spacer


def kept(content: bytes) -> KeptPicture:
    """A picture as it is kept.

    Args:
        content: The file.

    Raises:
        UnfitError: It is of another type, broken, too large, or nothing is to be seen in it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is too large is seen to here
        try:
            with Image.open(BytesIO(content), formats=_FORMATS) as opened:
                _bounded(opened)
                about = {"type": _type(opened.format or ""), "size": len(content)}
                return _made(opened, content).model_copy(update=about)
        except UnfitError:
            raise
        except Image.DecompressionBombError as error:  # told by its head alone
            raise UnfitError("picture_pixels") from error
        except UnidentifiedImageError as error:
            raise UnfitError("picture_broken" if content.startswith(_KNOWN) else "picture_type") from error
        except Exception as error:  # a spoilt file makes any reader of pictures raise anything
            raise UnfitError("picture_broken") from error


def _type(format_: str) -> str:
    return "jpg" if format_ in _PHOTOS else format_.lower()


def _bounded(opened: Image.Image) -> None:
    """Raises UnfitError for one with too many pixels, before any of them is unpacked, or with none to be seen."""
    wide, high = opened.size
    if wide * high > PIXELS or max(wide, high) > SIDE:
        raise UnfitError("picture_pixels")
    if min(wide, high) < _SMALLEST:
        raise UnfitError("picture_broken")


def _made(opened: Image.Image, content: bytes) -> KeptPicture:
    fits = max(opened.size) <= MOST_SIDE and len(content) <= KEPT_BYTES and not _PRIVATE & opened.info.keys()
    if fits and opened.format in _AS_IS and not getattr(opened, "is_animated", False):
        opened.load()  # whether all of it is there
        return _of(content, opened.size)
    if opened.format in _PHOTOS:
        opened.draft("RGB", (MOST_SIDE, MOST_SIDE))  # unpacks no more of it than is kept
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((MOST_SIDE, MOST_SIDE))
    return _of(_packed(upright, is_photo=opened.format in _PHOTOS), upright.size)


def _packed(picture: Image.Image, *, is_photo: bool) -> bytes:
    file = BytesIO()
    if is_photo:
        picture.convert("RGB").save(file, "JPEG", quality=88, dpi=picture.info.get("dpi", (96, 96)))
        return file.getvalue()
    plain = picture if picture.mode in ("1", "L", "RGB", "RGBA") else picture.convert("RGBA")
    plain.info = {}
    plain.save(file, "PNG")
    if file.tell() > KEPT_BYTES:
        file = BytesIO()
        plain.convert("RGB").save(file, "JPEG", quality=88)
    return file.getvalue()


def _of(content: bytes, size: tuple[int, int]) -> KeptPicture:
    id_ = hashlib.blake2b(content, digest_size=8).hexdigest()
    return KeptPicture(id=id_, width=size[0], height=size[1], content=content)
