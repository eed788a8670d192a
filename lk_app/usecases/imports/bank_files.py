"""A bank's register as text: every operation by its profile, and the totals it states."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from lk_app.domain.accounts import LinkRefused, normalise_account_number
from lk_app.domain.bank_registers import BankOperation, Control
from lk_app.domain.imports import BadRow, ImportRefused, RowRefused
from lk_app.domain.money import AmountRefused, Kopecks, parse_roubles
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal
from lk_app.usecases.imports import files
from lk_app.usecases.imports.bank_profiles import Profile
from lk_app.usecases.imports.loading import Books

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """What a register says: operations in their order, bad lines, totals."""

    operations: tuple[BankOperation, ...]
    bad: tuple[BadRow, ...]
    control: Control


def read(path: Path, profile: Profile, books: Books, *, fingerprint: str) -> RegisterFile:
    """Take a register to pieces; ImportRefused when it is not one of this profile.

    An operation without a number of the bank's is named by the register's number and its line; by
    the file's `fingerprint` and its line where registers have no numbers either.
    """
    numbered = lines(path, profile)
    control, register = _control(numbered, profile)
    named = register or fingerprint[:8]
    operations, bad = [], []
    for number, cells in numbered:
        try:
            operations.append(_operation(number, cells, profile, books, named))
        except Refusal as reason:
            bad.append(BadRow(number, reason))
    return RegisterFile(tuple(operations), tuple(bad), control)


def lines(path: Path, profile: Profile) -> list[Line]:
    """Numbered lines with something in them, below the header, cut into cells.

    Quotes mean nothing here: names of firms are full of them.
    """
    rows = csv.reader(_text(path, profile).splitlines(), delimiter=";", quoting=csv.QUOTE_NONE)
    numbered = enumerate(([cell.strip() for cell in row] for row in rows), start=1)
    return [(number, cells) for number, cells in numbered if any(cells) and number > profile.header]


def _text(path: Path, profile: Profile) -> str:
    raw = path.read_bytes()
    try:
        # any bytes at all are good cp866, and what has NULs is UTF-16 or no text
        if b"\0" in raw or (profile.encoding != "utf-8" and _is_utf8(raw)):
            raise UnicodeError
        return raw.decode("utf-8-sig" if profile.encoding == "utf-8" else profile.encoding)
    except UnicodeError:
        raise ImportRefused("register.encoding", encoding=profile.encoding) from None


def _is_utf8(raw: bytes) -> bool:
    """Whether this is no old Russian encoding: their letters almost never make UTF-8."""
    try:
        return not raw.isascii() and bool(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _control(lines: list[Line], profile: Profile) -> tuple[Control, str]:
    """Take the control line out of `lines`; the totals, and the register's number if it has one."""
    rule = profile.control
    number, cells = lines.pop(0 if rule.line == "first" else -1) if lines else (0, [""])
    if not cells[0].startswith(rule.begins):
        raise ImportRefused("register.no_control", begins=rule.begins, line=rule.line)
    cells = [cells[0].removeprefix(rule.begins).strip(), *cells[1:]]
    try:
        control = Control(int(cells[rule.count - 1]), parse_roubles(cells[rule.sum - 1]))
        return control, cells[rule.number - 1] if rule.number else ""
    except (IndexError, ValueError, AmountRefused):
        raise ImportRefused("register.control", number=number) from None


def _operation(
    line: int, cells: list[str], profile: Profile, books: Books, named: str
) -> BankOperation:
    row = files.Row(line, _by_column(cells, profile.columns))
    own = f"{named}-{line}" if not profile.numbers_operations else files.text(row, "reference")
    paid_on = _day(row, profile)
    files.not_ahead(paid_on, books.now, books.tz)
    return BankOperation(
        bank=profile.name,
        reference=own,
        account_number=_account_number(row, books),
        paid_on=paid_on,
        amount=_amount(row),
        source=profile.source,
        period=_period(row, profile),
        payer=_payer(row),
        line=line,
    )


def _by_column(cells: list[str], columns: Sequence[str]) -> dict[str, str]:
    if len(cells) == len(columns) + 1 and not cells[-1]:  # many end their lines with the separator
        cells = cells[:-1]
    if len(cells) != len(columns):
        raise RowRefused("import.cells", expected=len(columns), found=len(cells))
    return dict(zip(columns, cells, strict=True))


def _day(row: files.Row, profile: Profile) -> date:
    written = files.text(row, "paid_on")
    try:
        return datetime.strptime(written, profile.day).date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        example = date(2026, 10, 24).strftime(profile.day)
        raise RowRefused("register.day", value=written[:40], example=example) from None


def _account_number(row: files.Row, books: Books) -> str:
    """The number in the supplier's way, or as the payer wrote it: a person will read it."""
    written = row.cells["account_number"][: files.LONGEST_CELL]
    try:
        return normalise_account_number(written, digits=books.account_number_digits)
    except LinkRefused:
        return written


def _amount(row: files.Row) -> Kopecks:
    written = files.text(row, "amount")
    try:
        amount = parse_roubles(written)
    except AmountRefused:
        amount = 0
    if amount == 0:
        raise RowRefused("import.amount", column="amount", value=written[:40])
    return amount


def _period(row: files.Row, profile: Profile) -> Period | None:
    """The month the payer named; what they typed may be no month at all."""
    written = row.cells.get("period", "")
    try:
        return Period.of(datetime.strptime(written, profile.period)) if written else None  # noqa: DTZ007
    except ValueError:
        return None


def _payer(row: files.Row) -> str:
    """Who paid and from where, as far as the register says it: it helps to find the account."""
    told = (row.cells.get(name, "") for name in ("payer", "address"))
    return ", ".join(filter(None, told))[: files.LONGEST_CELL]
