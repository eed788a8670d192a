"""norms.csv: kWh a person a month, by category, from a date on.

One of the same date and category is superseded.
"""

from fractions import Fraction
from functools import partial

from lk_app.db import norms
from lk_app.domain.consumption import NormRow
from lk_app.usecases.changes import NORMS
from lk_app.usecases.imports import files
from lk_app.usecases.imports.accounts import CATEGORIES
from lk_app.usecases.imports.loading import Books, Format, each_row, load
from lk_app.usecases.publishing.dated import each_put

COLUMNS = ("valid_from", "category", "norm_kwh")


def parse(row: files.Row, books: Books) -> NormRow:
    """One row; raises RowRefused."""
    return NormRow(
        valid_from=files.day(row, "valid_from"),
        category=files.one_of(row, "category", CATEGORIES),
        norm_kwh=Fraction(files.whole(row, "norm_kwh", least=0, most=100_000)),
    )


FORMAT = Format(
    "norms",
    COLUMNS,
    (),
    each_row(parse),
    each_put(
        lambda session, norm, now: norms.put(session, norm, now=now),
        topic=NORMS,
        key=lambda norm: (norm.valid_from, norm.category),
    ),
    every_time=True,
)
run = partial(load, FORMAT, skip_bad=False)
