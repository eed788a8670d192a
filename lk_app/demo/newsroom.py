"""What the demonstration's supplier has written: an archive of news, and the standing pages."""

import csv
from collections.abc import Iterator
from pathlib import Path

from lk_app.db.engine import Database
from lk_app.domain.periods import Period, span
from lk_app.usecases import articles, site_files
from lk_app.usecases.imports.loading import Books
from lk_app.wording.dates import month_name, of_period

SITE = Path(__file__).parent / "site"
ARCHIVE_FROM = Period(2023, 1)
REMINDED_ON = 10  # the day of the month on which readings are asked for


def publish(db: Database, books: Books) -> None:
    """Publish every text that is not there yet; an edited one is left as its editor made it."""
    for source in _texts(Period.at(books.now, books.tz)):
        path = articles.path_of(source, tz=books.tz)
        if not articles.is_known(db=db, path=path):
            articles.publish(db=db, source=source, now=books.now, tz=books.tz)


def disclose(db: Database, books: Books) -> None:
    """Put the sample documents on /disclosure."""
    folder = SITE / "disclosure"
    with (folder / "documents.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            site_files.disclose(
                db=db,
                name=row["file"],
                content=(folder / row["file"]).read_bytes(),
                title=row["title"],
                kind=row["kind"],
                year=int(row["year"]),
                today=books.now.astimezone(books.tz).date(),
                now=books.now,
            )


def _texts(today: Period) -> Iterator[str]:
    for folder in ("pages", "news"):
        for file in sorted((SITE / folder).glob("*.md")):
            yield file.read_text(encoding="utf-8")
    monthly = (SITE / "monthly.md").read_text(encoding="utf-8")
    for period in span(ARCHIVE_FROM, today):
        of_month = of_period(period).split()[0]
        day = period.day(REMINDED_ON).isoformat()
        yield monthly.format(month=month_name(period), of_month=of_month, day=day)
