"""CSV files: what a cell may hold, and a table of them for a Russian spreadsheet.

Every cell that a person may have typed goes through `text_cell`, in whatever file it leaves us.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

FORMULA_STARTS = ("=", "+", "-", "@")  # what a spreadsheet would run (OWASP, CSV injection)


def text_cell(cell: str) -> str:
    """A cell no spreadsheet takes for a formula; no-break spaces become plain ones."""
    tidy = cell.replace("\u00a0", " ")
    return f"'{tidy}" if tidy.lstrip().startswith(FORMULA_STARTS) else tidy


def unescaped(cell: str) -> str:
    """What `text_cell` was made of: our own files come back as they were."""
    escaped = cell.startswith("'") and cell[1:].lstrip().startswith(FORMULA_STARTS)
    return cell[1:] if escaped else cell


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Words and figures as a person reads them: UTF-8 with a byte-order mark and «;»."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([text_cell(cell) for cell in head])
    writer.writerows([text_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
