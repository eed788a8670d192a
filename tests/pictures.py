"""Pictures as phones send them, and as people who mean no good do."""

import io
import struct
import zlib

from PIL import Image

GPS_INFO, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112
PLACE = {1: "N", 2: (51.0, 32.0, 1.0), 3: "E", 4: (46.0, 0.0, 15.0)}
MAKER = "Petrova's phone"


def phone_jpeg(width: int = 3000, height: int = 2000, *, turned: bool = False) -> bytes:
    """With the place, the maker, and what a phone appends after the picture; the left half dark.

    `turned`: the pixels lie on their side and EXIF says so, as a phone held upright writes them.
    """
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.paste((20, 20, 20), (0, 0, width // 2, height))
    exif = picture.getexif()
    exif[MAKE] = MAKER
    exif[ORIENTATION] = 6 if turned else 1
    exif.get_ifd(GPS_INFO).update(PLACE)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"hidden words")
    return out.getvalue() + b"<script>alert(1)</script>"


def as_kind(kind: str, size: tuple[int, int] = (400, 300)) -> bytes:
    """A plain picture of another kind; transparent where it can be."""
    out = io.BytesIO()
    Image.new("RGBA", size, (10, 20, 30, 128)).save(out, kind)
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of a few hundred kilobytes that would unpack to side × side pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (side // 8 + 2)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def heic() -> bytes:
    """How a photo of an iPhone begins."""
    return b"\0\0\0\x24ftypheic\0\0\0\0mif1heic" + b"\0" * 400
