"""What the demonstration's supplier has announced: prices, norms, windows, rates."""

from lk_app.db import tariffs
from lk_app.db.engine import Database
from lk_app.demo.moving import DATA
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.publishing import norms, rates, windows
from lk_app.usecases.publishing import tariffs as price_lists


def publish(db: Database, books: Books) -> None:
    """Announce the sample files once; what was announced later stays in force."""
    with db.read() as session:
        if tariffs.current(session):
            return
    for noun in (windows, rates, norms, price_lists):
        noun.run(db=db, path=DATA / f"{noun.FORMAT.kind}.csv", books=books)
