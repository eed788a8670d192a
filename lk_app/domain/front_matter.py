"""Reads a Markdown file with front matter between two `---` lines into a Manuscript."""

import re
from datetime import date, datetime, time, tzinfo

import yaml

from lk_app.domain.articles import (
    LONGEST_SLUG,
    LONGEST_SOURCE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    OWN_ADDRESS,
    SLUG,
    ArticleRefused,
    Manuscript,
    NamedHouse,
    Section,
)

FILE = re.compile(
    r"\A\ufeff?---\r?\n(?P<front>.*?)\r?\n---[ \t]*(?:\r?\n|\Z)(?P<body>.*)", re.DOTALL
)
# What XML has no place for, halves of a character, and marks that turn the direction of the text
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
KEYS = {"title", "published", "slug", "houses", "section", "summary", "pinned", "was"}
PLAIN = (str, int, float, date)  # of YAML: what is one word; a list of lists may be endless
MOST_LINES = 500  # of a list in the front matter
YEARS = range(1990, 2100)  # of publications; beyond them calendars and time zones run out
HOUSE_MARK = re.compile(r"^(?:дома|дом|д)\b\.?\s*", re.IGNORECASE)
CITY_MARK = re.compile(r"^(?:город|г)\b\.?\s*", re.IGNORECASE)


def read(source: str, *, tz: tzinfo) -> Manuscript:
    """The file's manuscript; raises ArticleRefused with the key that is wrong.

    A moment without a zone is the supplier's; a bare day means its midnight.
    """
    if len(source) > LONGEST_SOURCE:
        raise ArticleRefused("article.long", limit=LONGEST_SOURCE)
    parted = FILE.match(source)
    facts = _facts(parted["front"]) if parted else None
    if parted is None or facts is None:
        raise ArticleRefused("article.front_matter")
    if unknown := sorted(_plain(key) for key in facts if key not in KEYS):
        raise ArticleRefused("article.key", key=unknown[0][:40])
    return Manuscript(
        section=_section(facts.get("section", Section.NEWS)),
        slug=_slug(facts.get("slug")),
        title=_line(facts, "title", LONGEST_TITLE),
        summary=_line(facts, "summary", LONGEST_SUMMARY, required=False),
        published_at=_moment(facts.get("published"), tz),
        pinned=facts.get("pinned") is True,
        houses=tuple(house for line in _lines(facts, "houses") for house in houses_of(line)),
        was=tuple(_address(line) for line in _lines(facts, "was")),
        body=printable(parted["body"]).strip(),
    )


def printable(source: str) -> str:
    """The text without what no database, XML or reader has a place for."""
    return UNPRINTABLE.sub("", source)


def houses_of(line: str) -> list[NamedHouse]:
    """«г. Саратов, 1-й Овсяной проезд, д. 1, 2, 3» is three houses; raises ArticleRefused."""
    city, *rest = (part.strip() for part in line.split(","))
    if len(rest) < 2 or not all((city, *rest)):
        raise ArticleRefused("article.houses", line=line[:100])
    street, *houses = rest
    return [NamedHouse(CITY_MARK.sub("", city), street, HOUSE_MARK.sub("", one)) for one in houses]


def _facts(front: str) -> dict[object, object] | None:
    try:
        facts = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return facts if isinstance(facts, dict) else None


def _section(value: object) -> Section:
    try:
        return Section(_plain(value))
    except ValueError:
        raise ArticleRefused("article.section", value=_plain(value)[:40]) from None


def _slug(value: object) -> str:
    slug = _plain(value)
    if len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        raise ArticleRefused("article.slug", value=slug[:40])
    return slug


def _line(facts: dict[object, object], key: str, limit: int, *, required: bool = True) -> str:
    line = " ".join("".join(filter(_printable, _plain(facts.get(key)))).split())
    if len(line) > limit or (required and not line):
        raise ArticleRefused("article.line", key=key, limit=limit)
    return line


def _printable(letter: str) -> bool:
    """Neither a control character nor one that turns the direction of what follows."""
    return letter.isprintable() or letter.isspace()


def _lines(facts: dict[object, object], key: str) -> list[str]:
    value = facts.get(key) or []
    lines = value if isinstance(value, list) else [value]
    if len(lines) > MOST_LINES:
        raise ArticleRefused("article.lines", key=key, limit=MOST_LINES)
    return [_plain(line).strip() for line in lines]


def _plain(value: object) -> str:
    """A word of YAML as text, "" for what is none."""
    return str(value) if isinstance(value, PLAIN) else ""


def _moment(value: object, tz: tzinfo) -> datetime | None:
    if value is None:
        return None
    try:
        read = _read_moment(value)
    except ValueError:
        read = None
    if read is None or read.year not in YEARS:
        raise ArticleRefused("article.published", value=_plain(value)[:40])
    return read if read.tzinfo else read.replace(tzinfo=tz)


def _read_moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    return datetime.fromisoformat(_plain(value))


def _address(line: str) -> str:
    if not OWN_ADDRESS.fullmatch(line) or line.startswith("//"):
        raise ArticleRefused("article.was", value=line[:60])
    return line.rstrip("/")
