"""How a file of rows is written: its encoding, separator and headings, and how it tells a day.

`PLAIN` is the form of docs/formats.md. Any other is told by a profile (table_profiles), and its
rows leave here as if they had been written in the plain one.
"""

import csv
from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from lk_app.domain.imports import ImportRefused, RowRefused
from lk_app.domain.refusals import Refusal

AUTO = "auto"
SEPARATORS = (";", "\t", ",")
PIECE = 1 << 20
DAYS = frozenset(
    {"installed_on", "removed_on", "verified_until", "taken_on", "paid_on", "closed_on", "due_date"}
)
MONTHS = frozenset({"period", "for_period"})
WHOLE = frozenset({"digits", "ratio", "zones", "residents", "norm_kwh", "value", "kwh", "band"})
# What the list of bad rows puts before each row: mended, it comes in as it is
TOLD = ("строка", "столбец", "что не так")

Line = tuple[int, list[str]]
Heading = str | Mapping[str, str]  # theirs, or theirs by register where each has a column


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns` are their headings by our names; none: they are the same. `values` are our words
    by theirs, for a column; `always` what their files leave unsaid."""

    name: str = ""
    encoding: str = "utf-8"
    separator: str = ","
    above: int = 0  # lines over the header
    day: str = "%Y-%m-%d"
    period: str = "%Y-%m"
    columns: Mapping[str, Heading] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)

    def lines(self, path: Path) -> Iterator[Line]:
        """The header, then every line with something in it, cut into cells and numbered.

        Raises ImportRefused: import.encoding, import.broken.
        """
        encoding = encoding_of(path) if self.encoding == AUTO else self.encoding
        plain = "utf-8-sig" if encoding == "utf-8" else encoding
        try:
            with path.open(encoding=plain, newline="") as file:
                for _ in range(self.above):
                    next(file, "")
                separator = self.separator_of(path, plain)
                reader = csv.reader(file, delimiter=separator, strict=True)
                for cells in reader:
                    if any(cells):
                        yield reader.line_num + self.above, cells
        except UnicodeDecodeError:
            raise ImportRefused("import.encoding", encoding=encoding.upper()) from None
        except csv.Error as error:
            line = reader.line_num + self.above
            raise ImportRefused("import.broken", line=line, reason=str(error)) from None

    def separator_of(self, path: Path, encoding: str) -> str:
        """What stands between its cells: the most frequent in the header where none is told."""
        if self.separator != AUTO:
            return self.separator
        with path.open(encoding=encoding, newline="") as file:
            for _ in range(self.above):
                next(file, "")
            header = next(file, "")
        return max(SEPARATORS, key=header.count)

    def check_header(
        self, header: Sequence[str], columns: Sequence[str], optional: Sequence[str]
    ) -> None:
        """Every column there and none twice; in the plain form none unknown. ImportRefused."""
        missing = [name for name in columns if not self._is_in(header, name)]
        if missing:
            told = ", ".join(self.heading(name) for name in missing)
            raise ImportRefused("import.header_missing", columns=told)
        known = {*columns, *optional, *TOLD}
        strange = [] if self.columns else [name for name in header if name not in known]
        if strange or len(set(header)) != len(header):
            raise ImportRefused("import.header_unknown", columns=", ".join(strange or header))

    def _is_in(self, header: Sequence[str], name: str) -> bool:
        if name in self.always or (name == "register" and self.is_wide):
            return True
        heading = self.columns.get(name) if self.columns else name
        if heading is None:
            return False
        theirs = {heading} if isinstance(heading, str) else {*heading.values()}
        return bool(theirs & {*header})

    @property
    def is_wide(self) -> bool:
        """Whether a line tells every register in a column of its own."""
        return not isinstance(self.columns.get("value", ""), str)

    def heading(self, name: str) -> str:
        """What they call a column of ours."""
        theirs = self.columns.get(name, name)
        return theirs if isinstance(theirs, str) else " / ".join(theirs.values())

    def in_their_words(self, reason: Refusal) -> Refusal:
        """The same reason, its column by the heading that its reader knows."""
        if "column" in reason.facts:
            column = str(reason.facts["column"])
            reason.facts = {**reason.facts, "column": self.heading(column)}
        return reason

    def translated(self, cells: Mapping[str, str]) -> list[dict[str, str]]:
        """A line in our words; one that tells each register in a column of its own is several.

        Raises RowRefused: register.day.
        """
        wide = self.columns.get("value")
        plain = {
            name: self._cell(name, cells)
            for name in self.columns
            if name != "value" or isinstance(wide, str)
        }
        plain |= {name: told for name, told in self.always.items() if not plain.get(name)}
        if wide is None or isinstance(wide, str):
            return [plain]
        told = {register: cells.get(head, "") for register, head in wide.items()}
        return [
            {**plain, "register": register, "value": whole(value)}
            for register, value in told.items()
            if value
        ]

    def _cell(self, name: str, cells: Mapping[str, str]) -> str:
        heading = self.columns[name]
        if not isinstance(heading, str):
            told = {register: whole(cells.get(head, "")) for register, head in heading.items()}
            return ";".join(f"{register}:{value}" for register, value in told.items() if value)
        written = cells.get(heading, "")
        if not written:
            return ""
        if name in self.values:
            return self.values[name].get(written.casefold(), written)
        if name in DAYS:
            return self._moment(name, written, self.day, "%Y-%m-%d")
        if name in MONTHS:
            return self._moment(name, written, self.period, "%Y-%m")
        return whole(written) if name in WHOLE else written

    def _moment(self, name: str, written: str, theirs: str, ours: str) -> str:
        try:
            return datetime.strptime(written, theirs).strftime(ours)  # noqa: DTZ007  a day has no zone
        except ValueError:
            example = date(2026, 10, 24).strftime(theirs)
            raise RowRefused(
                "import.their_day", field=name, column=name, value=written[:40], example=example
            ) from None


PLAIN = Layout()


def whole(written: str) -> str:
    """«11 873» and «11873,0» as a spreadsheet writes 11873."""
    bare = "".join(written.split())
    return bare.removesuffix(",0").removesuffix(".0")


def encoding_of(path: Path) -> str:
    """UTF-8 or, as old Russian texts almost never make UTF-8, cp1251."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"
