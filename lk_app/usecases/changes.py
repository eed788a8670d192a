"""What was published lately, for open pages to notice."""

from lk_app.db import changes
from lk_app.db.engine import Database

TARIFFS = "tariffs"
WINDOWS = "windows"
NORMS = "norms"
RATES = "rates"
ARTICLES = "articles"


def versions(*, db: Database) -> dict[str, int]:
    """Each topic's version; it grows with every publication, from whichever process."""
    with db.read() as session:
        return changes.versions(session)
