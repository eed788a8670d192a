"""What the supplier says to everyone: news, announcements for named houses, standing pages."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from lk_app.domain.refusals import Refusal

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_TITLE, LONGEST_SUMMARY = 80, 200, 400
LONGEST_SOURCE = 200_000  # characters of one file
FRONT_PAGE = "index"  # the slug of a section's own page: /about, not /about/index
OWN_ADDRESS = re.compile(r"/[\w./-]{1,200}", re.ASCII)


class ArticleRefused(Refusal):
    """The file cannot be published, or there is nothing at this address."""


class Section(StrEnum):
    """Which part of the site a text stands in; the first word of its address."""

    NEWS = "news"
    ABOUT = "about"
    DISCLOSURE = "disclosure"
    CONSUMERS = "consumers"


@dataclass(frozen=True, slots=True)
class NamedHouse:
    """A house an announcement is for, as the editor wrote it."""

    city: str
    street: str
    house: str

    def __str__(self) -> str:
        return f"{self.city}, {self.street}, {self.house}"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A Markdown file with its front matter, read and checked.

    `published_at` is None while it is a draft; in the future it is scheduled. `was` are addresses
    that lead here from now on; a text that stands at one of them gives way.
    """

    section: Section
    slug: str
    title: str
    summary: str
    published_at: datetime | None
    pinned: bool
    houses: tuple[NamedHouse, ...]
    was: tuple[str, ...]
    body: str

    def path(self, tz: tzinfo) -> str:
        """Its address; the year and month of news are those of the supplier's calendar."""
        if self.section is not Section.NEWS:
            rest = "" if self.slug == FRONT_PAGE else f"/{self.slug}"
            return f"/{self.section}{rest}"
        if self.published_at is None:
            return f"/news/draft/{self.slug}"
        return f"/news/{self.published_at.astimezone(tz):%Y/%m}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list shows of an article."""

    id: int
    section: Section
    path: str
    title: str
    summary: str
    published_at: datetime | None
    pinned: bool
    for_houses: bool


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it stands now; `html` is sanitised."""

    heading: Heading
    html: str
    updated_at: datetime
    houses: tuple[NamedHouse, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One saved state of an article: the whole file, never changed afterwards."""

    number: int
    saved_at: datetime
    source: str


class Outcome(StrEnum):
    """What publishing a file did."""

    NEW = "new"
    EDITED = "edited"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Published:
    """Where a file went; `visible` once its time has come."""

    path: str
    outcome: Outcome
    edition: int
    visible: bool
