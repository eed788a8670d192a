"""A photo of a meter made anew: its pixels alone, upright and small, as a plain JPEG.

Nothing of the file that was sent survives: no place or device (EXIF), no thumbnails, no hidden
bytes after the picture. What unpacks to more than it says never gets unpacked.
"""

import hashlib
import io
import threading
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from lk_app.domain.photos import (
    LONGEST_SIDE,
    MOST_PIXELS,
    MOST_UNPACKED,
    QUALITY,
    MadePhoto,
    PhotoRefused,
)

KINDS = ("JPEG", "PNG", "WEBP")
HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
AT_ONCE = threading.Semaphore(2)  # unpacked pictures are large
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def made_anew(content: bytes) -> MadePhoto:
    """Raises PhotoRefused: photo.empty, photo.heic, photo.kind, photo.pixels."""
    if not content:
        raise PhotoRefused("photo.empty")
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise PhotoRefused("photo.heic")
    with AT_ONCE:
        picture = _unpacked(content)
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = Image.new("RGB", upright.size)  # without whatever came along with the pixels
        plain.paste(upright)
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    made = out.getvalue()
    return MadePhoto(hashlib.sha256(made).hexdigest(), made, plain.width, plain.height)


def _unpacked(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=KINDS)
            if picture.format == "JPEG":
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # unpacked small at once
            if picture.width * picture.height > MOST_UNPACKED:
                raise PhotoRefused("photo.pixels")
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoRefused("photo.pixels") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise PhotoRefused("photo.kind") from None
    return picture
