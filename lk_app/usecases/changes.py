"""What was published lately, for open pages to notice."""

from datetime import datetime

from lk_app.db import articles, changes
from lk_app.db.engine import Database

TARIFFS = "tariffs"
WINDOWS = "windows"
NORMS = "norms"
RATES = "rates"
ARTICLES = "articles"


DUE = 10**10  # more than the seconds of any moment


def versions(*, db: Database, now: datetime | None = None) -> dict[str, int]:
    """Each topic's version; it grows with every publication, from whichever process.

    With `now` (business time) also when a scheduled article comes due.
    """
    with db.read() as session:
        found = changes.versions(session)
        if now is not None and ARTICLES in found:
            found[ARTICLES] = found[ARTICLES] * DUE + articles.latest_due(session, now=now)
    return found
