"""A photo is made anew: small, upright, and without anything but its pixels."""

import io

import pytest
from PIL import Image

from lk_app.documents.meter_photo import made_anew
from lk_app.domain.photos import LONGEST_SIDE, PhotoRefused
from tests import pictures


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_nothing_but_the_pixels_survives() -> None:
    sent = pictures.phone_jpeg()
    assert opened(sent).getexif().get_ifd(pictures.GPS_INFO)[1] == "N", "it was there"
    assert pictures.MAKER.encode() in sent
    made = made_anew(sent)
    kept = opened(made.content)
    assert (kept.format, kept.size) == ("JPEG", (LONGEST_SIDE, 1067))
    assert (made.width, made.height) == kept.size
    assert not dict(kept.getexif())
    for hidden in (b"Exif", b"script", b"hidden", pictures.MAKER.encode()):
        assert hidden not in made.content
    assert made_anew(sent).key == made.key, "the same photo is the same file"


def test_a_photo_that_lies_on_its_side_is_turned_upright() -> None:
    kept = opened(made_anew(pictures.phone_jpeg(800, 600, turned=True)).content)
    assert kept.size == (600, 800)
    top, bottom = (kept.convert("L").getpixel((300, y)) for y in (50, 750))
    assert isinstance(top, int | float) and isinstance(bottom, int | float)
    assert top < 60 < bottom, "what was left is on top"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_become_jpeg(kind: str) -> None:
    assert opened(made_anew(pictures.as_kind(kind)).content).format == "JPEG"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    sent = pictures.bomb(12_000)
    assert len(sent) < 300_000
    with pytest.raises(PhotoRefused, match="pixels"):
        made_anew(sent)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo.empty"),
        (pictures.heic(), "photo.heic"),
        (b"%PDF-1.7 not a picture", "photo.kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.kind"),
        (b"\xff\xd8\xff\xe0 only begins like one", "photo.kind"),
        (pictures.phone_jpeg(600, 400)[:3_000], "photo.kind"),
        (pictures.as_kind("GIF"), "photo.kind"),
        (pictures.as_kind("TIFF"), "photo.kind"),
    ],
)
def test_what_is_no_photo_says_so(content: bytes, code: str) -> None:
    with pytest.raises(PhotoRefused) as caught:
        made_anew(content)
    assert caught.value.code == code
