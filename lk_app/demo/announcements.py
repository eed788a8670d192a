"""What the demonstration's supplier announces: prices, norms, windows, rates."""

from lk_app.db import norms as stored_norms
from lk_app.db import rates as stored_rates
from lk_app.db import tariffs as stored_tariffs
from lk_app.db import windows as stored_windows
from lk_app.db.engine import Database
from lk_app.demo.moving import DATA
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.publishing import norms, rates, tariffs, windows


def publish(db: Database, books: Books) -> None:
    """Publish the samples of whatever nothing was announced of; never over a later publication."""
    with db.read() as session:
        known = {
            tariffs: bool(stored_tariffs.current(session)),
            norms: bool(stored_norms.published(session)),
            windows: bool(stored_windows.published(session)),
            rates: bool(stored_rates.published(session)),
        }
    for noun in (noun for noun, is_known in known.items() if not is_known):
        noun.run(db=db, path=DATA / f"{noun.FORMAT.kind}.csv", books=books)
