"""Texts that try to run, to break out of their place or to exhaust whoever reads them; seeded.

`sources` makes whole news files of them, `problems` reads a page as a browser does and says what
of them got through.
"""

import json
import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import yaml

SEED = 354
MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "</main></div></body></html>", "<main id=main>", "<h1>", "<style>*{display:none}</style>",
    "<iframe src=//evil.example>", "<a href='x' onclick=alert(1)>", "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>", "<form action=//evil.example>", "<!--", "-->",
    "<![CDATA[", "]]>", "<javascript:alert(1)>", "<p title='" + "x" * 200, "&lt;script&gt;",
    "</title><script>alert(1)</script>", "</script><script>alert(1)</script>", "<!DOCTYPE x>",
    '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '" autofocus onfocus="alert(1)',
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>", "<template><script>alert(1)",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<?xml-stylesheet href=x?>",
)  # fmt: skip
LINKS = (
    "[x](javascript:alert(1))", "[x](JaVaScRiPt&colon;alert(1))", "[x](data:text/html,<script>)",
    "[x](vbscript:msgbox)", "![x](javascript:alert(1))", "![x](//evil.example/a.png)",
    "![x](https://evil.example/t.gif)", "[a]: javascript:alert(1)\n\n[a]", "&#x6A;avascript:",
    "[x](\\\\evil.example)", "[x](/\\evil.example)", "[x](http://[::1)", "[x](\tjavascript:a)",
    "[x](<java\nscript:alert(1)>)", "[x](//evil.example)", "<https://evil.example/?a=\"onx=1>",
    "[x](http://a.example/\"onmouseover=alert(1))", "[x](x 'a\" onmouseover=alert(1)')",
)  # fmt: skip
SHAPES = (
    "`" * 40, "```\n</script>\n", "> " * 60, "* " * 60, "[" * 200, "]" * 100 + "(" * 100,
    "_*" * 80, "| a | b |\n|---|---|\n| <b onmouseover=alert(1)> | `|` |", "# " * 10,
    "{{ 7*7 }}", "{% raw %}", "{0.__class__}", "%s%n", "${alert(1)}", "%3Cscript%3E", "a" * 3_000,
)  # fmt: skip
LETTERS = (
    "\u202eobratno", "\ufeff", "\u0000", "\u2028", "Z" + "\u0335" * 40, "\ud83d", "\uffff",
    "ﷺ" * 20,
    "I\u0307ß", "-- '; DROP TABLE articles; --", "\r\nSet-Cookie: a=b",
)  # fmt: skip
PIECES = MARKUP + LINKS + SHAPES + LETTERS
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{two}: &{two} [" + ", ".join([f"*{one}"] * 10) + "]\n"
    for one, two in zip("abcdefgh", "bcdefghi", strict=True)
)
FRONTS = (  # what YAML, calendars and lists can be made to do
    BOMB + "title: *i\nslug: bomb\npublished: 2026-01-01",
    BOMB.replace("a:", "title:", 1) + "slug: *i",
    "title: x\nslug: x\npublished: 0001-01-01", "title: x\nslug: x\npublished: 9999-12-31",
    "title: x\nslug: x\npublished: 2026-02-30", "title: !!python/object/apply:os.system [id]",
    "title: x\nslug: ../../etc/passwd", "title: x\nslug: x\nwas: //evil.example",
    "title: x\nslug: x\nwas: javascript:alert(1)", "title: x\nslug: x\nsection: '<script>'",
    "title: x\nslug: x\n? [a, b]\n: c", "title: x\nslug: x\n'<script>': x", "title: [[[[x]]]]",
    "title: x\nslug: x\nhouses: " + "[" * 500, "title: x\nslug: x\nhouses: ['а, б']",
    "title: x\nslug: x\npublished: {a: b}", "&a {a: *a}", "title: &a [*a]\nslug: x", "- x", "--- x",
)  # fmt: skip
HOUSE = ("Саратов", "ул. <img src=x onerror=alert(1)>", '"><script>alert(1)</script>')


def text(dice: random.Random, most: int = 6) -> str:
    """A few pieces, one after another."""
    glue = dice.choice(("", " ", "\n", "\n\n"))
    return glue.join(dice.choices(PIECES, k=dice.randint(1, most)))


def line(dice: random.Random, limit: int) -> str:
    """The same where one line is asked for."""
    return ("x " + " ".join(dice.choices(PIECES, k=2)))[:limit]


def sources(count: int, seed: int = SEED) -> Iterator[str]:
    """News files: most have front matter that stands, every tenth does not."""
    dice = random.Random(seed)
    for number in range(count):
        if number % 10 == 9:
            front = dice.choice(FRONTS)
        else:
            said = {
                "title": line(dice, 190),
                "summary": line(dice, 390),
                "slug": f"vrag-{number}",
                "published": f"2026-{number % 10 + 1:02}-{number % 28 + 1:02} 09:00",
                "pinned": dice.choice((True, False, "<script>", [1])),
                "houses": [", ".join(HOUSE)] if number % 7 == 0 else [],
            }
            front = yaml.safe_dump(said, allow_unicode=True)
        yield f"---\n{front}\n---\n{text(dice)}"


class _Reader(HTMLParser):
    """Reads as a browser does and remembers what must not be."""

    ALONE = frozenset({"br", "hr", "img", "input", "link", "meta"})
    NEVER = frozenset({"iframe", "object", "embed", "base", "style", "svg", "math", "template"})
    ATTRIBUTES = frozenset({"srcdoc", "srcset", "formaction", "background", "ping"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.open: list[str] = []
        self.counts: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag in self.NEVER:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            self._look(tag, name, value or "")
        if tag not in self.ALONE:
            self.open.append(tag)

    def _look(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in self.ATTRIBUTES:
            self.found.append(f"{tag} {name}")
        if name == "style" and not re.fullmatch(r"width:\d+%", value):
            self.found.append(f"{tag} style={value}")
        if name == "action" and not re.match(r"/(?![/\\])", value):
            self.found.append(f"{tag} action={value}")
        if name in {"href", "src"} and not _harmless(tag, value):
            self.found.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.ALONE:
            return
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")


def _harmless(tag: str, address: str) -> bool:
    if tag in {"img", "script"}:
        return bool(re.match(r"/(api/files|assets|altcha)/", address))
    scheme = re.match(r"\s*([\w+.-]+):", address)
    if scheme:
        return scheme[1].lower() in {"http", "https", "mailto", "tel"}
    return not re.match(r"[/\\]{2}|/\\", address)


def problems(html: str, **wanted: int) -> list[str]:
    """What got through in a piece of a page; `wanted` says how many of some tags there must be."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = [*reader.found, *(f"<{tag}> is open" for tag in reader.open)]
    counts = {"script": 0, "h1": 1, "main": 0, "body": 0, "title": 0} | wanted
    return found + [
        f"{reader.counts.get(tag, 0)} × <{tag}>, not {count}"
        for tag, count in counts.items()
        if reader.counts.get(tag, 0) != count
    ]


def data_of(head: str) -> object:
    """schema.org of a head; raises ValueError when something broke out of it."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)
    return json.loads(found)
