"""rates.csv: the yearly rate of late fees, per cent, from a date on.

One of the same date is superseded.
"""

import re
from fractions import Fraction
from functools import partial

from lk_app.db import rates
from lk_app.domain.imports import RowRefused
from lk_app.domain.late_fees import LateFeeRate
from lk_app.usecases.changes import RATES
from lk_app.usecases.imports import files
from lk_app.usecases.imports.loading import Books, Format, each_row, load
from lk_app.usecases.publishing.dated import each_put

COLUMNS = ("valid_from", "late_fee_rate")


def parse(row: files.Row, books: Books) -> LateFeeRate:
    """One row; raises RowRefused."""
    return LateFeeRate(files.day(row, "valid_from"), _per_cent(row, "late_fee_rate"))


def _per_cent(row: files.Row, column: str) -> Fraction:
    """`9.5` is 19/200; hundredths of a per cent at the finest, for that is what is kept."""
    written = files.text(row, column)
    if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", written, re.ASCII):
        raise RowRefused("import.per_cent", field=column, column=column, value=written[:40])
    return Fraction(written) / 100


FORMAT = Format(
    "rates",
    COLUMNS,
    (),
    each_row(parse),
    each_put(
        lambda session, rate, now: rates.put(session, rate, now=now),
        topic=RATES,
        key=lambda rate: rate.valid_from,
        unsettles=lambda rate: rate.valid_from,
    ),
    every_time=True,
)
run = partial(load, FORMAT, skip_bad=False)
