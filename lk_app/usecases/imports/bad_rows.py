"""The rows that were not taken, as a file to mend: what is wrong with each before its own cells.

Written the way the file itself was, so that the mended rows come in as they are.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path

from lk_app import wording
from lk_app.documents.spreadsheets import text_cell
from lk_app.domain.imports import BadRow
from lk_app.usecases.imports import bank_files, bank_profiles
from lk_app.usecases.imports.layouts import AUTO, TOLD, Layout, Line, encoding_of
from lk_app.usecases.imports.loading import Books

NUMBER = re.compile(r"-?[\d\s]+([.,]\d+)?")  # a sum overpaid begins as a formula does


def keep(to: Path | None, path: Path, books: Books, bank: str, bad: Sequence[BadRow]) -> None:
    """Write the bad rows of a file (of this bank's register, "" for a table) where they are
    wanted; none leave what was written before."""
    if to is not None and bad:
        text = (
            of_register(path, bank, bad, books.profiles)
            if bank
            else of_table(path, books.layout, bad)
        )
        to.write_bytes(text)


def of_table(path: Path, layout: Layout, bad: Sequence[BadRow]) -> bytes:
    """Bad rows of a file with a header; raises ImportRefused as Layout.lines."""
    lines = layout.lines(path)
    header = next(lines, (0, []))[1]
    encoding = encoding_of(path) if layout.encoding == AUTO else layout.encoding
    plain = "utf-8-sig" if encoding == "utf-8" else encoding
    separator = layout.separator_of(path, plain)
    text = "\r\n" * layout.above + _text(header, lines, bad, separator)
    return text.encode(plain, errors="replace")


def of_register(path: Path, profile: str, bad: Sequence[BadRow], own: Path | None) -> bytes:
    """Bad lines of a bank's register: it is sent again whole, so this is for reading alone."""
    rules = bank_profiles.load(profile, own)
    lines = bank_files.lines(path, rules)
    return _text(rules.columns, lines, bad, ";").encode("utf-8-sig")


def _text(header: Sequence[str], lines: Iterable[Line], bad: Sequence[BadRow], comma: str) -> str:
    told: Mapping[int, BadRow] = {one.line: one for one in bad}
    kept = [name for name in header if name not in TOLD]
    text = StringIO()
    writer = csv.writer(text, delimiter=comma)
    writer.writerow([*TOLD, *kept])
    for number, cells in lines:
        if number in told:
            reason = told[number].reason
            mine = [
                cell
                for name, cell in zip([*header, *[""] * len(cells)], cells, strict=False)
                if name not in TOLD
            ]
            column = str(reason.facts.get("column", ""))
            row = [str(number), column, wording.refusal(reason), *mine]
            writer.writerow([cell if NUMBER.fullmatch(cell) else text_cell(cell) for cell in row])
    return text.getvalue()
