"""What an editor, or somebody with an editor's password, may write without any page breaking."""

import random
import re
from html.parser import HTMLParser

from lk_app.documents.site.markdown import ALLOWED, Picture, to_html, to_text
from lk_app.domain.front_matter import printable
from tests import hostile

HOSTILE = 300
MAY_STAND = set(ALLOWED)


class Reader(HTMLParser):
    """Reads as a browser does and remembers what it met."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in MAY_STAND:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "id", "srcset", "formaction"}:
                self.faults.append(f"{tag} {name}")
            if name in {"href", "src"} and not _harmless(tag, value or ""):
                self.faults.append(f"{tag} {name}={value}")
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")


def _harmless(tag: str, address: str) -> bool:
    if tag == "img":
        return address.startswith("/api/files/")
    scheme = re.match(r"\s*([\w+.-]+):", address)
    return scheme[1].lower() in {"http", "https", "mailto", "tel"} if scheme else True


def faults(text: str) -> list[str]:
    reader = Reader()
    reader.feed(to_html(text))
    reader.close()
    return reader.faults + [f"<{tag}> is open" for tag in reader.open]


def test_hostile_texts_neither_run_nor_break_the_page() -> None:
    dice = random.Random(hostile.SEED)
    for _ in range(HOSTILE):
        text = printable(hostile.text(dice))
        assert faults(text) == [], text


def test_the_page_keeps_its_only_first_heading() -> None:
    assert to_html("# Первая\n\n## Вторая") == "<h2>Первая</h2>\n<h3>Вторая</h3>"
    assert to_html("## Вторая") == "<h2>Вторая</h2>"


def test_a_picture_of_the_site_has_its_size_and_any_other_leaves_its_words() -> None:
    known = {"schema.png": Picture("/api/files/1/schema.png", 640, 480)}
    html = to_html("![Схема](schema.png)\n\n![Чужая](https://evil.example/a.png)", pictures=known)
    assert 'width="640"' in html
    assert 'height="480"' in html
    assert 'loading="lazy"' in html
    assert "<em>Чужая</em>" in html
    assert "evil" not in html


def test_ordinals_and_addresses_do_not_break_in_the_middle() -> None:
    assert to_html("1-й проезд, д. 3") == "<p>1\u2011й проезд, д.&nbsp;3</p>"


def test_the_words_alone_are_what_a_search_looks_through() -> None:
    assert (
        to_text("# Работы\n\nНет *света* до [вечера](/x)\nсегодня")
        == "Работы Нет света до вечера сегодня"
    )
