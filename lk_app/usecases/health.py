"""Whether this process can do its work."""

from dataclasses import dataclass

from lk_app.db.engine import Database
from lk_app.db.migrate import is_current


@dataclass(frozen=True, slots=True)
class Health:
    """What was asked and what answered."""

    database: bool
    schema: bool

    @property
    def well(self) -> bool:
        """Whether everything answered."""
        return self.database and self.schema


def check(*, db: Database) -> Health:
    """Ask the database for an answer and for its schema's age."""
    answers = db.answers()
    return Health(database=answers, schema=answers and is_current(db))
