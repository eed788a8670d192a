"""windows.csv: from which month on readings are taken on which days.

One of the same date is superseded.
"""

from functools import partial

from lk_app.db import windows
from lk_app.domain.windows import SubmissionWindow
from lk_app.usecases.changes import WINDOWS
from lk_app.usecases.imports import files
from lk_app.usecases.imports.loading import Books, Format, each_row, load
from lk_app.usecases.publishing.dated import each_put

COLUMNS = ("valid_from", "first_day", "last_day")


def parse(row: files.Row, books: Books) -> SubmissionWindow:
    """One row; raises RowRefused, or WindowRefused for days no month can have."""
    return SubmissionWindow(
        valid_from=files.day(row, "valid_from"),
        first_day=files.whole(row, "first_day", least=1, most=31),
        last_day=files.whole(row, "last_day", least=1, most=31),
    )


FORMAT = Format(
    "windows",
    COLUMNS,
    (),
    each_row(parse),
    each_put(
        lambda session, window, now: windows.put(session, window, now=now),
        topic=WINDOWS,
        key=lambda window: window.valid_from,
        unsettles=lambda window: window.valid_from,
    ),
    every_time=True,
)
run = partial(load, FORMAT, skip_bad=False)
