"""The houses that the supplier serves, as an editor looks for one to write to."""

from lk_app.db import houses
from lk_app.db.engine import Database
from lk_app.domain.accounts import House, search_words


def listed(*, db: Database, typed: str, limit: int, offset: int = 0) -> list[House]:
    """A page of the houses in whose address every word typed begins some word; all for none."""
    with db.read() as session:
        return houses.search(session, search_words(typed), limit=limit, offset=offset)


def by_id(*, db: Database, house_id: int) -> House | None:
    """One of them."""
    with db.read() as session:
        return houses.by_id(session, house_id)
