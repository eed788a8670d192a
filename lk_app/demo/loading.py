"""What `lk demo load` puts in."""

from lk_app.db.engine import Database


def load(*, db: Database) -> None:
    """Load the demonstration; running it again changes nothing."""
