"""A full export for the supplier's warehouse: what a table's columns hold, what its files say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lk_app.domain.refusals import Refusal

KEPT = 7  # exports that stay where nobody says otherwise
FORMAT = 1  # raised when the files change in a way that a reader must know of


class WarehouseRefused(Refusal):
    """The export cannot be made, or cannot be read back.

    Codes: warehouse.no_library, warehouse.at_work, warehouse.not_one, warehouse.broken,
    warehouse.other_schema, warehouse.not_empty.
    """


class ColumnKind(StrEnum):
    """What a column holds, whatever database it comes from."""

    INTEGER = "integer"
    KOPECKS = "kopecks"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"  # UTC
    FLAG = "flag"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an exported table."""

    name: str
    kind: ColumnKind
    may_be_empty: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One exported table. `is_book`: it is of the books, and read back into an empty database."""

    name: str
    columns: Sequence[Column]
    is_book: bool

    @property
    def summed(self) -> Sequence[int]:
        """Where its columns of money stand."""
        return [at for at, one in enumerate(self.columns) if one.kind is ColumnKind.KOPECKS]


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the manifest of one file; `sums` are kopecks by column."""

    table: str
    file: str
    rows: int
    bytes: int
    sha256: str
    sums: Mapping[str, int]
