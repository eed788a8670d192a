"""How new tariff rows join those in force: nothing is edited, the older row is superseded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lk_app.domain.tariffs import TariffBook, TariffRefused, TariffRow


@dataclass(frozen=True, slots=True)
class TariffChange:
    """What a publication does: rows to add and ids to supersede."""

    added: tuple[TariffRow, ...]
    superseded: tuple[int, ...]


def join(current: Sequence[TariffRow], published: Sequence[TariffRow]) -> TariffChange:
    """The change that puts `published` in force over `current`.

    A row said already is left out. A row of the same cell and first day is replaced; one that is
    still open when a later row of its category and zones begins, ends on that day. Raises
    TariffRefused with the first problem (overlap, broken bands…) that the result would have.
    """
    new = [row for row in published if not any(_same(row, old) for old in current)]
    kept = [old for old in current if not any(_cell(old) == _cell(row) for row in new)]
    closed = [(old, closing) for old in kept if (closing := _closing_day(old, new))]
    added = [*(replace(old, valid_to=day) for old, day in closed), *new]
    superseded = {row.id for row in current} - {row.id for row in kept}
    superseded |= {old.id for old, _ in closed}
    result = [row for row in current if row.id not in superseded] + added
    _refuse_problems(result)
    return TariffChange(tuple(added), tuple(sorted(superseded)))


def _same(row: TariffRow, old: TariffRow) -> bool:
    """Said already, even if a later publication has given the old row its last day since."""
    return replace(old, id=row.id, valid_to=row.valid_to) == row and (
        row.valid_to in (None, old.valid_to)
    )


def _cell(row: TariffRow) -> tuple[object, ...]:
    return row.valid_from, row.category, row.zones, row.register, row.band


def _closing_day(old: TariffRow, new: Sequence[TariffRow]) -> date | None:
    if old.valid_to is not None:
        return None
    return min(
        (
            row.valid_from
            for row in new
            if (row.category, row.zones) == (old.category, old.zones)
            and row.valid_from > old.valid_from
        ),
        default=None,
    )


def _refuse_problems(rows: Sequence[TariffRow]) -> None:
    for problem in TariffBook.of(rows).problems:
        if problem.code != "tariff.hole":  # a hole stops only the accounts that fall into it
            raise TariffRefused(
                problem.code,
                category=problem.category,
                zones=problem.zones,
                day=problem.valid_from,
            )
